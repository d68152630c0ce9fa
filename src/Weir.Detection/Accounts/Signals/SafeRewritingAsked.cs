using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that want a sensitive text rewritten so that it passes a censor or a filter.</summary>
internal static class SafeRewritingAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.SafeRewriting);

    public static Signal Signal { get; } = new()
    {
        Name = "rewriting past a censor",
        Unit = "share of openings",
        Family = Family.Content,
        Unforeseen = 0.0015,
        Anybody = Belief.Of(new(0.96, 0.5, 30), new(0.04, 1, 3)),
        Usual = "below 1%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts ask to rewrite sensitive matter so that it passes a filter.",
    };
}
