using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How often somebody goes on with another conversation than the one of the exchange before. Many people talk across each other; one hand holds one conversation after the other.</summary>
internal static class TalksAtOnce
{
    public static Signal Signal { get; } = new()
    {
        Name = "conversations at once",
        Unit = "share of follow-ups",
        Family = Family.Automation,
        Anybody = Belief.Of(new Hump(1, 0.8, 0.8)),
        Usual = "below 10% for one person, above 15% for many",
        Measure = static (in Stretch s) => s.IsPart || s[Counter.FollowUps] < 20 ? Measure.None : Measure.OfLevel((double)s[Counter.TurnsElsewhere] / s[Counter.FollowUps], Math.Min(100, s[Counter.FollowUps])),
        Says = static (double rate, in Stretch s) => rate < 0.1 ? "Holds one conversation after the other, never two at once: no crowd does." : $"{Signal.Percent(rate)} of its follow-ups belong to another conversation than the exchange before.",
    };
}
