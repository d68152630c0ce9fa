using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>
/// In how many different hours new prompts were taken, on a logarithmic scale where every hour of two weeks is 1. A benchmark is over after a few.
/// </summary>
internal static class TakingTime
{
    public static Signal Signal { get; } = new()
    {
        Name = "hours of taking",
        Unit = "log scale",
        Family = Family.Taking,
        Anybody = Belief.Of(new Hump(1, 1.2, 1.2)),
        Usual = "any; a benchmark or a hackathon is over after a few hours",
        Measure = static (in Stretch s) => s[Counter.Openings] < 20 ? Measure.None : Measure.OfLevel(Math.Log(1 + s[Counter.TakingHours]) / Math.Log(337), 40),
        Says = static (double rate, in Stretch s) => $"Took new prompts in {Signal.Number(s[Counter.TakingHours])} different hours.",
    };
}
