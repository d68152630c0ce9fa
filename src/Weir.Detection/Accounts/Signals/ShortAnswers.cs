using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Answers of at most 40 tokens: a label, a yes, a number is of little use to a student.</summary>
internal static class ShortAnswers
{
    public static Signal Signal { get; } = new()
    {
        Name = "short answers",
        Unit = "share of answers",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.7, 1, 6), new(0.3, 3, 2)),
        Usual = "below 30%, most of them for classifiers",
        Measure = static (in Stretch s) => s[Counter.Answered] < 10 ? Measure.None : new Measure(s[Counter.ShortAnswers], s[Counter.Answered]),
        Says = static (double rate, in Stretch s) => rate > 0.3 ? $"{Signal.Percent(rate)} of its answers are a few words: labels and lookups." : rate < 0.02 ? "Hardly any of its answers is only a few words: it wants them in full." : $"Only {Signal.Percent(rate)} of its answers are a few words.",
    };
}
