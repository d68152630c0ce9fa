using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>
/// For how many hours new prompts were taken, from the first to the last (<see cref="Stretch.TakingHours"/>), on a logarithmic scale where two weeks are 1. A benchmark is
/// over after a few.
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
        Measure = static (in Stretch s) => s[Counter.Openings] < 20 ? Measure.None : Measure.OfLevel(Math.Log(1 + s.TakingHours) / Math.Log(337), 40),
        Says = static (double rate, in Stretch s) => $"Took new prompts over {Signal.Number(s.TakingHours)} hours, in {Signal.Number(s[Counter.TakingHours])} different ones.",
    };
}
