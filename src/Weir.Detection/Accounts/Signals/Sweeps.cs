using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings worded almost as the one before, or the same again: one thing tried over and over.</summary>
internal static class Sweeps
{
    private static Measure Read(in Stretch s)
    {
        var asked = s[Counter.Openings] + s[Counter.AskedAgain];
        return asked < 30 ? Measure.None : new Measure(Math.Min(asked, s[Counter.NearRepeats] + asked - s[Counter.NewPrompts]), asked);
    }

    public static Signal Signal { get; } = new()
    {
        Name = "sweeps",
        Unit = "share of openings",
        Family = Family.Sweep,
        Anybody = Belief.Of(new(0.8, 1, 10), new(0.2, 2, 2)),
        Usual = "below 20%; test suites more",
        Measure = static (in Stretch s) => Read(s),
        Says = static (double rate, in Stretch s) => $"{Signal.Percent(rate)} of its prompts repeat the one before, almost or exactly.",
    };
}
