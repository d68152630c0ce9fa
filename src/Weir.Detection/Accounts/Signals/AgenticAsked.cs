using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings that bring tools along. Common among honest products: it weighs little.</summary>
internal static class AgenticAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.Agentic);

    public static Signal Signal { get; } = new()
    {
        Name = "agent tasks opened",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.7, 0.5, 12), new(0.3, 3, 1)),
        Usual = "none, or nearly all for agent products",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its openings hand over tools for a new task.",
    };
}
