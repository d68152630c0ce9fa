using System.Text.Json;

namespace Weir.Sharing;

/// <summary>One file of the folder that <c>weir indicators import</c> fills: a bundle whose signature was checked, and how far its sender is trusted.</summary>
public static class ImportedBundle
{
    /// <summary>The folder, in a data folder.</summary>
    public const string Folder = "indicators";
    /// <summary>More files are not looked at.</summary>
    public const int MostFiles = 1_000;

    /// <summary>What it holds, or null and what is wrong with it.</summary>
    public static IReadOnlyList<TrustedIndicators>? Read(ReadOnlyMemory<byte> file, out string fault)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            var trust = json.RootElement.GetProperty("trust"u8).GetDouble();
            if (StixReading.Read(json.RootElement.GetProperty("bundle"u8).GetBytesFromBase64(), out fault) is not { } found)
                return null;
            return [.. found.Select(one => new TrustedIndicators(one, double.IsNaN(trust) ? 0 : Math.Clamp(trust, 0, 1)))];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            fault = "cannot be used: " + broken.Message;
            return null;
        }
    }
}
