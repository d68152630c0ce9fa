using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings worded almost as the one before, or the same again: one thing tried over and over.</summary>
internal static class Sweeps
{
    public static Signal Signal { get; } = new()
    {
        Name = "sweeps",
        Unit = "share of openings",
        Family = Family.Sweep,
        Anybody = Belief.Of(new(0.8, 1, 10), new(0.2, 2, 2)),
        Usual = "below 20%; test suites more",
        Measure = static (in Stretch s) => s[Counter.Openings] < 30 ? Measure.None : new Measure(Math.Min(s[Counter.Openings], s[Counter.NearRepeats] + s[Counter.Openings] - s[Counter.NewPrompts]), s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts repeat the one before, almost or exactly.",
    };
}
