using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings whose answer is a few tokens with their log-probabilities: soft labels. Classifiers read them too, of one kind of text: by itself it weighs nothing.</summary>
internal static class SoftLabels
{
    public static Signal Signal { get; } = new()
    {
        Name = "soft labels",
        Unit = "share of answers",
        Family = Family.Sweep,
        Anybody = Belief.Of(new(0.95, 0.4, 40), new(0.05, 4, 1)),
        Usual = "none, or all of it for classifiers",
        Measure = static (in Stretch s) => s[Counter.Answered] < 30 ? Measure.None : new Measure(s[Counter.SoftLabels], s[Counter.Answered]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its answers are a few tokens with their log-probabilities.",
    };
}
