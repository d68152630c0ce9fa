using System.Runtime.CompilerServices;

namespace Weir.Traffic.Journals;

/// <summary>Some exchanges of a segment, in order, and where the next line starts: what a snapshot remembers.</summary>
public sealed record ReplayedRun(IReadOnlyList<Exchange> Exchanges, long NextOffset, IReadOnlyList<LogFault> Faults);

/// <summary>
/// Reads the gateway's own journal back after a restart, from the offset up to which a snapshot had seen it. A last line
/// without its newline is not delivered, and the offset stays before it: it may still be in the writing, or it was torn.
/// </summary>
public static class JournalReplay
{
    private const int BlockBytes = 1 << 18;
    private const int LongestLine = 32 << 20;

    /// <param name="segment">Decompressed, and already standing at <paramref name="offset"/>.</param>
    /// <param name="name">For messages.</param>
    public static async IAsyncEnumerable<ReplayedRun> ReadAsync(Stream segment, string name, long offset, KeyedHasher hasher, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var parser = new BlockParser(new LineContext(hasher, keepTexts: false), LongestLine);
        var blocks = new LineBlocks(segment, BlockBytes, LongestLine, offset);
        while (await blocks.ReadAsync(cancellation) is { } block)
        {
            using (block)
            {
                var whole = block.EndsTorn ? block.Bytes.LastIndexOf((byte)'\n') + 1 : block.Bytes.Length;
                var parsed = parser.Parse(name, block.Bytes[..whole], block.FirstLine);
                parser.Remark(name, block, parsed);
                yield return new ReplayedRun(parsed.Exchanges, block.Offset + whole, parsed.Faults);
            }
        }
    }
}
