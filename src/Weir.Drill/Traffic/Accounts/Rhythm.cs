using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>When an account speaks next. Times are milliseconds from the start of the traffic, a Monday at midnight UTC.</summary>
public abstract class Rhythm
{
    protected const long Hour = 3_600_000;
    protected const long Day = 24 * Hour;

    /// <param name="sitting">Whether what comes now begins a new sitting: a person who comes back, a job that starts.</param>
    public abstract long Next(ref Dice dice, long now, out bool sitting);

    /// <summary>How much people do at an hour of their day: two humps by day, little at night.</summary>
    protected static double Waking(double hour)
    {
        hour = ((hour % 24) + 24) % 24;
        var morning = Math.Exp(-Math.Pow((hour - 10.5) / 2.6, 2));
        var afternoon = Math.Exp(-Math.Pow((hour - 15.5) / 2.4, 2));
        var evening = 0.8 * Math.Exp(-Math.Pow((hour - 20.8) / 1.9, 2));
        return Math.Min(1, morning + afternoon + evening);
    }

    protected static double LocalHour(long now, double offset) => (now / (double)Hour) + offset;

    protected static bool Weekend(long now, double offset) => (((now + (long)(offset * Hour)) / Day) % 7) is 5 or 6;

    /// <summary>The next moment of a stream of people: <paramref name="perDay"/> on an average weekday, thinned by their day and week.</summary>
    protected static long NextWaking(ref Dice dice, long now, double perDay, double offset, double night, double weekend)
    {
        // The humps cover about 0.42 of the day at full height.
        var peak = perDay / (0.42 + (0.58 * night)) / Day;
        var at = (double)now;
        for (var tries = 0; tries < 10_000; tries++)
        {
            at += dice.Exponential(1 / peak);
            var height = night + ((1 - night) * Waking(LocalHour((long)at, offset)));
            if (Weekend((long)at, offset))
                height *= weekend;
            if (dice.Chance(height))
                break;
        }

        return (long)at + 1;
    }
}
