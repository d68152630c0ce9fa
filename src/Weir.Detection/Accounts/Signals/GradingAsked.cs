using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Prompts that make the model a judge: score, rank, compare by a rubric.</summary>
internal static class GradingAsked
{
    private static readonly int Bit = System.Numerics.BitOperations.TrailingZeroCount((uint)AskKinds.Grading);

    public static Signal Signal { get; } = new()
    {
        Name = "grading by a rubric",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.92, 0.5, 25), new(0.08, 1, 1.5)),
        Usual = "below 2%; evaluation suites more",
        Measure = static (in Stretch s) => s[Counter.Openings] < 10 ? Measure.None : new Measure(s.Counts[(int)Counter.FirstKind + Bit], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts make the model a judge of answers: scores, ranks, rubrics.",
    };
}
