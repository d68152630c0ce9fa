using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that want the reasoning shown: step by step, in tags, complete and transparent.</summary>
internal static class ReasoningAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.Reasoning);

    public static Signal Signal { get; } = new()
    {
        Name = "reasoning asked for",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.88, 0.6, 18), new(0.12, 1, 2)),
        Usual = "below 5%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts demand that the reasoning be shown.",
    };
}
