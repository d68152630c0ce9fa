using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Conversations that are gone on with in the same words each time: a program asks its fixed questions, a person takes up what was answered.</summary>
internal static class ScriptedTurns
{
    public static Signal Signal { get; } = new()
    {
        Name = "turns in the same words",
        Unit = "share of follow-ups",
        Family = Family.Templates,
        Anybody = Belief.Of(new(0.9, 1, 10), new(0.1, 2, 1.5)),
        Usual = "below 20%; products that hold a fixed interview more",
        Measure = static (in Stretch s) => s[Counter.FollowUps] < 10 ? Measure.None : new Measure(s[Counter.SaidAgain], s[Counter.FollowUps]),
        Says = static (double rate, in Stretch s) => rate > 0.4 ? $"{Signal.Percent(rate)} of its follow-ups are fixed questions, the same in conversation after conversation." : $"Only {Signal.Percent(rate)} of its follow-ups were used before.",
    };
}
