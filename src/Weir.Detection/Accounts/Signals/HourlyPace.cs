using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>New prompts in an hour in which any were taken, on a logarithmic scale where 3,000 are 1: nobody types more than some dozens.</summary>
internal static class HourlyPace
{
    private static double AnHour(in Stretch s) => (double)s[Counter.NewPrompts] / Math.Max(1, s[Counter.TakingHours]);

    public static Signal Signal { get; } = new()
    {
        Name = "new prompts an hour",
        Unit = "log scale",
        Family = Family.Taking,
        Anybody = Belief.Of(new Hump(1, 2, 3)),
        Usual = "below 20 for one person",
        Measure = static (in Stretch s) => s[Counter.Openings] < 40 ? Measure.None : Measure.OfLevel(Math.Log10(1 + AnHour(s)) / 3.5, 30),
        Says = static (double rate, in Stretch s) => $"Takes {Signal.Number(AnHour(s))} new prompts in an hour in which it takes any.",
    };
}
