using System.Buffers;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Bench.Detection;

/// <summary>Exchanges as the gateway's own journal keeps them: no content, only features and hashes, written and read again.</summary>
public static class JournalTrip
{
    public static KeyedHasher Hasher { get; } = new("a key of the benchmark, 32 bytes"u8);

    public static async ValueTask<IReadOnlyList<Exchange>> OfAsync(IReadOnlyList<Exchange> batch)
    {
        var bytes = new ArrayBufferWriter<byte>(batch.Count * 1200);
        foreach (var exchange in batch)
            ExchangeJson.Write(exchange, bytes);
        using var segment = new MemoryStream(bytes.WrittenSpan.ToArray());
        var read = new List<Exchange>(batch.Count);
        await foreach (var run in JournalReplay.ReadAsync(segment, "trip", 0, Hasher, CancellationToken.None))
        {
            if (run.Faults.Count > 0)
                throw new InvalidOperationException($"A journal line could not be read again: {run.Faults[0]}");
            read.AddRange(run.Exchanges);
        }

        return read.Count == batch.Count ? read : throw new InvalidOperationException($"{batch.Count} lines were written, {read.Count} read.");
    }
}
