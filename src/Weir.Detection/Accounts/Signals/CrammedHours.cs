using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts.Signals;

/// <summary>How much falls into the three busiest hours of the day, over two days and more: a job runs at its hour, many people are never all there at once.</summary>
internal static class CrammedHours
{
    private static Measure Read(in Stretch s)
    {
        if (s.Hours < 48 || s[Counter.Exchanges] < 100)
            return Measure.None;
        Span<int> hours = stackalloc int[24];
        s.Counts.Slice((int)Counter.FirstHour, 24).CopyTo(hours);
        hours.Sort();
        return Measure.OfLevel((double)(hours[23] + hours[22] + hours[21]) / s[Counter.Exchanges], Math.Min(30, s[Counter.ActiveHours] * 3));
    }

    public static Signal Signal { get; } = new()
    {
        Name = "crammed into a few hours",
        Unit = "share",
        Family = Family.Automation,
        Anybody = Belief.Of(new(0.7, 4, 7), new(0.3, 5, 1)),
        Usual = "25 to 60%",
        Measure = Read,
        Says = static (double rate, in Stretch s) => rate > 0.7 ? $"Runs like a job: the same three hours of the day hold {Signal.Percent(rate)} of its exchanges." : $"Its three busiest hours of the day hold {Signal.Percent(rate)} of its exchanges.",
    };
}
