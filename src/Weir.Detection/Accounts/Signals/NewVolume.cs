using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>New prompts a day, over the time the account was seen (at least one day), on a logarithmic scale where 30,000 a day is 1.</summary>
internal static class NewVolume
{
    private static double PerDay(in Stretch s) => s[Counter.NewPrompts] / Math.Max(1, s.Days);

    public static Signal Signal { get; } = new()
    {
        Name = "new prompts a day",
        Unit = "log scale",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.75, 3, 7), new(0.25, 4, 4)),
        Usual = "below 100 a day",
        Measure = static (in Stretch s) => s.IsPart || s[Counter.Openings] < 8 ? Measure.None : Measure.OfLevel(Math.Log10(1 + PerDay(s)) / 4.5, 30),
        Says = static (double rate, in Stretch s) => $"Takes {Signal.Number(PerDay(s))} new prompts a day ({Signal.Number(s[Counter.NewPrompts])} so far).",
    };
}
