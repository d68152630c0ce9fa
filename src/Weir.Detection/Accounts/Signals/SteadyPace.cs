using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How many gaps between openings lie within 15% of the usual gap. Independent arrivals give about 10%.</summary>
internal static class SteadyPace
{
    public static Signal Signal { get; } = new()
    {
        Name = "steady pace",
        Unit = "share",
        Family = Family.Automation,
        Anybody = Belief.Of(new(0.8, 4, 30), new(0.2, 2, 6)),
        Usual = "about 10%",
        Measure = static (in Stretch s) => s[Counter.Gaps] < 30 ? Measure.None : new Measure(s[Counter.SteadyGaps], s[Counter.Gaps]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of the gaps between requests are nearly the same length: a clock sets the pace.",
    };
}
