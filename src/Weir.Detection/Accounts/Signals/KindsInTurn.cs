using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How often another kind of thing is asked than just before. A product asks its one kind; people, and whoever wants a model for everything, ask every kind.</summary>
internal static class KindsInTurn
{
    public static Signal Signal { get; } = new()
    {
        Name = "kinds of ask in turn",
        Unit = "share of openings",
        Family = Family.Content,
        Anybody = Belief.Of(new(0.5, 5, 4), new(0.5, 1, 4)),
        Usual = "40 to 80% for people; below 20% for most programs",
        Measure = static (in Stretch s) => s[Counter.Openings] < 40 ? Measure.None : Measure.OfLevel((double)s[Counter.KindChanges] / s[Counter.Openings], Math.Min(60, s[Counter.Openings])),
        Says = static (double rate, in Stretch s) => rate > 0.3 ? $"{Signal.Percent(rate)} of its prompts are of another kind than the one before: it wants everything, not one thing." : $"Only {Signal.Percent(rate)} of its prompts are of another kind than the one before.",
    };
}
