using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is kept of an account from its 50th exchange on. The largest part is what it remembers of its own prompts, which grows with them
/// to 32 KB; everything together stays under 64 KB whatever the account does.
/// </summary>
internal sealed class FullState
{
    public const int FrameSlots = 48;
    public const int Window = 750;
    /// <summary>Words from which on a turn is no mere "go on" or "thanks".</summary>
    public const int TellingTurn = 5;

    public int[] Life { get; } = new int[Counters.Count];
    /// <summary>The window that fills, and the one before it.</summary>
    public int[] Recent { get; set; } = [];
    public int[] Before { get; set; } = [];
    public long RecentSince { get; set; }
    public long BeforeSince { get; set; }
    /// <summary>Windows that were filled.</summary>
    public int Windows { get; set; }
    public SeenSet Seen { get; } = new();
    public Vocabulary Vocabulary { get; } = new(16_384);
    public Frame[] Frames { get; } = new Frame[FrameSlots];
    public uint[] Networks { get; } = new uint[16];
    public uint[] Clients { get; } = new uint[8];
    /// <summary>Sum of content sketches; campaigns compare accounts by it.</summary>
    public int[] Content { get; } = new int[ContentSketch.Axes];
    public long[] KindTokens { get; } = new long[AskKindNames.Count + 1];
    /// <summary>Exchanges by hour of the week in UTC, from Monday on.</summary>
    public int[] Week { get; } = new int[LightWeek.Hours];
    /// <summary>Openings by language; in the place of "unknown" those of the light form that found no slot.</summary>
    public int[] Languages { get; } = new int[LanguageCodes.Count];
    /// <summary>How conversations were gone on with lately: a slot for each hash that lands there.</summary>
    public uint[] Turns { get; } = new uint[64];
    public FlowTable? Flows { get; set; }

    public int Bytes =>
        (Life.Length + Recent.Length + Before.Length + Content.Length + Networks.Length + Clients.Length + Turns.Length + Week.Length + Languages.Length) * 4
        + Seen.Bytes + Vocabulary.Bytes + Frames.Length * 10 + KindTokens.Length * 8 + (Flows?.Bytes ?? 0) + 17 * 24;

    public bool SaidBefore(ulong turn)
    {
        ref var slot = ref Turns[turn % (ulong)Turns.Length];
        var said = (uint)(turn >> 32) | 1;
        if (slot == said)
            return true;
        slot = said;
        return false;
    }
}
