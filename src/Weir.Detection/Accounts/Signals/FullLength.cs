using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Answers that ended because the length asked for was used up.</summary>
internal static class FullLength
{
    public static Signal Signal { get; } = new()
    {
        Name = "answers at full length",
        Unit = "share of answers",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.85, 0.7, 15), new(0.15, 1, 3)),
        Usual = "below 5%",
        Measure = static (in Stretch s) => s[Counter.Answered] < 10 ? Measure.None : new Measure(s[Counter.FullLength], s[Counter.Answered]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its answers run to the very length it allowed.",
    };
}
