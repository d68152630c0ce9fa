using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How often the next opening comes within half a second after an answer has ended: nobody reads that fast.</summary>
internal static class ThinkTime
{
    public static Signal Signal { get; } = new()
    {
        Name = "no think time",
        Unit = "share",
        Family = Family.Automation,
        Anybody = Belief.Of(new(0.8, 1, 15), new(0.2, 1, 2)),
        Usual = "below 5%",
        Measure = static (in Stretch s) => s[Counter.Pairs] < 20 ? Measure.None : new Measure(s[Counter.AtOnce], s[Counter.Pairs]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its requests come within half a second after an answer has ended: a loop, not a reader.",
    };
}
