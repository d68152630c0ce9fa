using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is kept of an account from its 50th exchange on. The largest part is what it remembers of its own prompts, which grows with them
/// to 32 KB; everything together stays under 64 KB whatever the account does.
/// </summary>
internal sealed class FullState
{
    public const int FrameSlots = 32;
    public const int Window = 750;
    private const int TermBits = 16_384;

    public int[] Life { get; } = new int[Counters.Count];
    /// <summary>The window that fills, and the one before it.</summary>
    public int[] Recent { get; set; } = [];
    public int[] Before { get; set; } = [];
    public long RecentSince { get; set; }
    public long BeforeSince { get; set; }
    /// <summary>Windows that were filled.</summary>
    public int Windows { get; set; }
    public SeenSet Seen { get; } = new();
    public ulong[] Terms { get; } = new ulong[TermBits / 64];
    /// <summary>Words counted while the account was light: they lie in another table.</summary>
    public int TermsBefore { get; set; }
    public Frame[] Frames { get; } = new Frame[FrameSlots];
    public uint[] Networks { get; } = new uint[16];
    public uint[] Clients { get; } = new uint[8];
    /// <summary>Sum of content sketches; campaigns compare accounts by it.</summary>
    public int[] Content { get; } = new int[ContentSketch.Axes];
    public long[] KindTokens { get; } = new long[AskKindNames.Count + 1];
    public FlowTable? Flows { get; set; }

    public int Bytes =>
        (Life.Length + Recent.Length + Before.Length + Content.Length + Networks.Length + Clients.Length) * 4
        + Seen.Bytes + Terms.Length * 8 + Frames.Length * 8 + KindTokens.Length * 8 + (Flows?.Bytes ?? 0) + 14 * 24;
}

/// <summary>A table of one bit for each word that occurred in a sample.</summary>
internal static class TermTable
{
    /// <summary>True where the word was not there.</summary>
    public static bool Add(Span<ulong> table, int term)
    {
        var bit = (int)((uint)term * 2_654_435_769u >> 8) & (table.Length * 64 - 1);
        ref var word = ref table[bit >> 6];
        var mask = 1UL << (bit & 63);
        if ((word & mask) != 0)
            return false;
        word |= mask;
        return true;
    }

    /// <summary>How many different words there were, from how full the table is.</summary>
    public static double Distinct(ReadOnlySpan<ulong> table)
    {
        var set = 0;
        foreach (var word in table)
            set += System.Numerics.BitOperations.PopCount(word);
        double size = table.Length * 64;
        return size * Math.Log(size / Math.Max(size - set, 0.5));
    }
}
