using System.Text.Json;

namespace Weir.Ledger.Entries;

/// <summary>The body of a <see cref="EntryType.JournalSegment"/> entry: a finished segment of the journal, how many lines it had and the root over them.</summary>
public static class SegmentBody
{
    public static byte[] Write(string segment, int lines, string root) => JsonSerializer.SerializeToUtf8Bytes(new { lines, root, segment });

    /// <summary>Nulls where this is no such body.</summary>
    public static (string? Segment, string? Root) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return (json.RootElement.TryGetProperty("segment"u8, out var segment) ? segment.GetString() : null, json.RootElement.TryGetProperty("root"u8, out var root) ? root.GetString() : null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
