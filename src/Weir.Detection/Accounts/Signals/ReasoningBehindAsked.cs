using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that hand in an answer and want the reasoning that leads to it.</summary>
internal static class ReasoningBehindAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.ReasoningBehind);

    public static Signal Signal { get; } = new()
    {
        Name = "reasoning behind an answer",
        Unit = "share of openings",
        Family = Family.Content,
        Unforeseen = 0.0015,
        Anybody = Belief.Of(new(0.97, 0.5, 30), new(0.03, 1, 3)),
        Usual = "below 1%",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts hand in a finished answer and ask for the reasoning behind it.",
    };
}
