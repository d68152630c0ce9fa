using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>Exchanges that open something instead of going on with it. People and agents go on; a harvest asks once and leaves.</summary>
internal static class SingleTurns
{
    public static Signal Signal { get; } = new()
    {
        Name = "single turns",
        Unit = "share of exchanges",
        Family = Family.Taking,
        Anybody = Belief.Of(new(0.35, 30, 0.6), new(0.65, 1.5, 1.5)),
        Usual = "20 to 90%",
        Measure = static (in Stretch s) => s[Counter.Exchanges] < 8 ? Measure.None : new Measure(s[Counter.Openings], s[Counter.Exchanges]),
        Says = static (double rate, in Stretch s) => rate > 0.9 ? $"{Signal.Percent(rate)} of its exchanges stand alone: no answer is ever followed up." : $"{Signal.Percent(1 - rate)} of its exchanges go on with a conversation or a tool loop.",
    };
}
