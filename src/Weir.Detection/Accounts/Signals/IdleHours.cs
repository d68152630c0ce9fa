using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How evenly exchanges fall on the hours of the day: a person sleeps, a script need not. The value is the share that falls in the six quietest hours, times four: 0 asleep, 1 the same at every hour.</summary>
internal static class IdleHours
{
    private static Measure Read(in Stretch s)
    {
        // Less than a day, or too few exchanges for each hour, tells nothing of nights.
        if (s.Hours < 20 || s[Counter.Exchanges] < 72 || s[Counter.ActiveHours] < 12)
            return Measure.None;
        Span<int> hours = stackalloc int[24];
        s.Counts.Slice((int)Counter.FirstHour, 24).CopyTo(hours);
        hours.Sort();
        var quiet = 0;
        for (var i = 0; i < 6; i++)
            quiet += hours[i];
        return Measure.OfLevel(4.0 * quiet / s[Counter.Exchanges], Math.Min(40, s[Counter.Exchanges] / 12.0));
    }

    public static Signal Signal { get; } = new()
    {
        Name = "round the clock",
        Unit = "share",
        Family = Family.Automation,
        Anybody = Belief.Of(new(0.65, 1, 12), new(0.2, 2, 4), new(0.15, 6, 3)),
        Usual = "below 0.2: six hours or more of near silence in each day",
        Measure = Read,
        Says = static (double rate, in Stretch s) => rate > 0.5 ? $"Works through the night: the six quietest hours of the day hold {Signal.Percent(rate / 4)} of its exchanges, where 25% would be perfectly even." : $"Rests: the six quietest hours of the day hold {Signal.Percent(rate / 4)} of its exchanges.",
    };
}
