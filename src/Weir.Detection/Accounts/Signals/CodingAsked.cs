using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings that set a coding task. Common among honest users: it weighs little.</summary>
internal static class CodingAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.Coding);

    public static Signal Signal { get; } = new()
    {
        Name = "coding tasks opened",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.6, 0.7, 6), new(0.4, 1.5, 1.5)),
        Usual = "up to all of it for developers",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts set a coding task, each on its own.",
    };
}
