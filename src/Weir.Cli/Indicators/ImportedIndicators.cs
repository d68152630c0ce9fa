using System.Text.Json;
using Weir.Sharing;

namespace Weir.Cli.Indicators;

/// <summary>The folder that <c>weir indicators import</c> fills.</summary>
internal static class ImportedIndicators
{
    private const int MostFiles = 1_000;

    /// <summary>Null where the folder cannot be read, which has been told. A file that is broken costs the others nothing.</summary>
    public static IReadOnlyList<TrustedIndicators>? Read(string folder, Terminal terminal)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*.json");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"--indicators {SafeText.Name(folder, 200)} cannot be read: {exception.Message}");
            return null;
        }

        var read = new List<TrustedIndicators>();
        foreach (var file in files.Order(StringComparer.Ordinal).Take(MostFiles))
        {
            try
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(file));
                var trust = Math.Clamp(json.RootElement.GetProperty("trust"u8).GetDouble(), 0, 1);
                var found = StixReading.Read(json.RootElement.GetProperty("bundle"u8).GetBytesFromBase64(), out var fault);
                if (found is null)
                    terminal.Error.WriteLine($"weir: {SafeText.Name(file, 200)} {SafeText.Of(fault, 300)}; it is passed over");
                else
                    read.AddRange(found.Select(one => new TrustedIndicators(one, trust)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                terminal.Error.WriteLine($"weir: {SafeText.Name(file, 200)} cannot be used: {SafeText.Of(exception.Message, 300)}; it is passed over");
            }
        }

        return read;
    }
}
