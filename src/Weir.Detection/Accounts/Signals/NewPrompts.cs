using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings with a prompt that the account never sent before. A test suite, a nightly run, a bot with frequent questions repeats itself; a harvest pays for every prompt once.</summary>
internal static class NewPrompts
{
    public static Signal Signal { get; } = new()
    {
        Name = "new prompts",
        Unit = "share of openings",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.45, 40, 0.7), new(0.25, 8, 2), new(0.2, 2, 2), new(0.1, 1, 8)),
        Usual = "70 to 100% for people, less for test suites and bots",
        Measure = static (in Stretch s) => s[Counter.Openings] < 8 ? Measure.None : new Measure(s[Counter.NewPrompts], s[Counter.Openings]),
        Says = static (double rate, in Stretch s) => rate > 0.9 ? $"{Signal.Percent(rate)} of its prompts are new: almost nothing is ever asked twice." : $"{Signal.Percent(1 - rate)} of its prompts are repeats of its own earlier ones.",
    };
}
