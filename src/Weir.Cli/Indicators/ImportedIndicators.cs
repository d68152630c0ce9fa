using Weir.Sharing;

namespace Weir.Cli.Indicators;

/// <summary>The folder that <c>weir indicators import</c> fills.</summary>
internal static class ImportedIndicators
{
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
        foreach (var file in files.Order(StringComparer.Ordinal).Take(ImportedBundle.MostFiles))
        {
            try
            {
                if (ImportedBundle.Read(File.ReadAllBytes(file), out var fault) is { } found)
                    read.AddRange(found);
                else
                    terminal.Error.WriteLine($"weir: {SafeText.Name(file, 200)} {SafeText.Of(fault, 300)}; it is passed over");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                terminal.Error.WriteLine($"weir: {SafeText.Name(file, 200)} cannot be used: {SafeText.Of(exception.Message, 300)}; it is passed over");
            }
        }

        return read;
    }
}
