using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Answers of 500 tokens and more: training data is long.</summary>
internal static class LongAnswers
{
    public static Signal Signal { get; } = new()
    {
        Name = "long answers",
        Unit = "share of answers",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.5, 1, 5), new(0.5, 2, 2)),
        Usual = "10 to 60%",
        Measure = static (in Stretch s) => s[Counter.Answered] < 10 ? Measure.None : new Measure(s[Counter.LongAnswers], s[Counter.Answered]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its answers run to 500 tokens and more.",
    };
}
