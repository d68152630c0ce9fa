using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Openings among what users say. People go on; a harvest asks once and leaves. The calls of a tool loop are a program's and not counted.</summary>
internal static class SingleTurns
{
    public static Signal Signal { get; } = new()
    {
        Name = "single turns",
        Unit = "share of turns",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.35, 30, 0.6), new(0.65, 1.5, 1.5)),
        Usual = "20 to 90%",
        Measure = static (in Stretch s) => s[Counter.Openings] + s[Counter.FollowUps] < 8 ? Measure.None : new Measure(s[Counter.Openings], s[Counter.Openings] + s[Counter.FollowUps]),
        Says = static (double rate, in Stretch s) => rate > 0.9 ? $"{Signal.Percent(rate)} of what is asked stands alone: no answer is ever followed up." : $"{Signal.Percent(1 - rate)} of what is asked goes on with a conversation.",
    };
}
