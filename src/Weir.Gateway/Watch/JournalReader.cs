using System.Runtime.CompilerServices;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Gateway.Watch;

/// <summary>
/// A place in the journal: a segment, whether compressed or not, and bytes of lines in it. A snapshot of a state that is
/// made from exchanges remembers one, and the state is whole again when what comes after it has been read.
/// </summary>
public readonly record struct JournalPosition(string Segment, long Offset)
{
    /// <summary>Before everything.</summary>
    public static JournalPosition Beginning { get; } = new("", 0);

    /// <summary>Before everything that was written at <paramref name="time"/> or later, and so before everything that arrived then.</summary>
    public static JournalPosition At(DateTimeOffset time) => new(SegmentName.Of(time).Stem, 0);
}

/// <summary>Some exchanges in the journal's order, the place after them, and lines that could not be used.</summary>
public sealed record JournalRun(IReadOnlyList<Exchange> Exchanges, JournalPosition Next, IReadOnlyList<LogFault> Faults);

/// <summary>Reads the journal back, over all its segments. May run beside a gateway that writes: it ends before a line that is not whole.</summary>
public static class JournalReader
{
    public static async IAsyncEnumerable<JournalRun> ReadAsync(string folder, JournalPosition from, KeyedHasher hasher, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SegmentName first = default;
        if (from.Segment.Length > 0 && !SegmentName.TryParseStem(from.Segment, out first))
            throw new ArgumentException($"'{from.Segment}' names no segment.", nameof(from));
        foreach (var segment in JournalFolder.Readable(folder, first))
        {
            var offset = segment.Name == first ? from.Offset : 0;
            var stem = segment.Name.Stem;
            await using var lines = segment.Read();
            await SkipAsync(lines, offset, cancellation);
            await foreach (var run in JournalReplay.ReadAsync(lines, Path.GetFileName(segment.Path), offset, hasher, cancellation))
                yield return new JournalRun(run.Exchanges, new JournalPosition(stem, run.NextOffset), run.Faults);
        }
    }

    private static async ValueTask SkipAsync(Stream lines, long count, CancellationToken cancellation)
    {
        if (lines.CanSeek)
        {
            lines.Seek(count, SeekOrigin.Begin);
            return;
        }

        var block = new byte[1 << 16];
        while (count > 0)
        {
            var read = await lines.ReadAsync(block.AsMemory(0, (int)Math.Min(count, block.Length)), cancellation);
            if (read == 0)
                return;
            count -= read;
        }
    }
}
