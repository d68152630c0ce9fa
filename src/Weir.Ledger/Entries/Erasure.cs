using System.Text.Json;

namespace Weir.Ledger.Entries;

/// <summary>
/// The body of an <see cref="EntryType.AccountErased"/> entry: how many journal lines went, and whose payloads, by the index of their
/// entries. It does not say whose they were.
/// </summary>
public sealed record Erasure(long JournalLines, IReadOnlyList<long> Payloads)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new { journal_lines = JournalLines, payloads = Payloads });

    /// <summary>The entries whose payloads an erasure took; none where this is no erasure.</summary>
    public static IReadOnlyList<long> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("payloads"u8, out var payloads) ? [.. payloads.EnumerateArray().Select(static index => index.GetInt64())] : [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }
}
