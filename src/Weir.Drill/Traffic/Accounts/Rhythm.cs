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

/// <summary>A person: sittings at waking hours, thinking between the questions, quiet days.</summary>
public sealed class PersonRhythm(double offset, double sittingsPerDay, double questions, double thinkMs, double weekend) : Rhythm
{
    private int _left;

    public static PersonRhythm Draw(ref Dice dice, double offset, double perDay)
    {
        var questions = dice.LogNormal(3.5, 0.6);
        return new PersonRhythm(offset + (dice.Normal() * 1.5), perDay / questions, questions, dice.LogNormal(70_000, 0.6), dice.Between(0.2, 1.0));
    }

    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = _left <= 0;
        if (!sitting)
        {
            _left--;
            return now + 4_000 + (long)dice.LogNormal(thinkMs, 1.0);
        }

        _left = (int)dice.Exponential(questions);
        return NextWaking(ref dice, now, sittingsPerDay, offset, 0.015, weekend);
    }
}

/// <summary>Many people behind one account: their days, added up.</summary>
public sealed class CrowdRhythm(double offset, double perDay, double night, double weekend) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = true;
        return NextWaking(ref dice, now, perDay, offset, night, weekend);
    }
}

/// <summary>A program that never rests.</summary>
public sealed class SteadyRhythm(double perDay) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = false;
        return now + 1 + (long)dice.Exponential(Day / perDay);
    }
}

/// <summary>Jobs: at a fixed hour, or whenever somebody at work starts one, or in a few long runs. One request follows the other's answer.</summary>
public sealed class JobRhythm(JobRhythm.Start start, double offset, double hour, double jobsPerDay, double perJob, double gapMs) : Rhythm
{
    private int _left;

    public enum Start { Nightly, AtWork, Sometimes }

    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = _left <= 0;
        if (!sitting)
        {
            _left--;
            return now + 20 + (long)dice.LogNormal(gapMs, 0.6);
        }

        _left = (int)(perJob * dice.LogNormal(1, 0.25));
        switch (start)
        {
            case Start.Nightly:
                var today = (long)((now / Day * Day) + ((hour - offset) * Hour)) + (long)(dice.Normal() * 8 * 60_000);
                while (today <= now)
                    today += Day;
                return today;
            case Start.AtWork:
                return NextWaking(ref dice, now, jobsPerDay, offset, 0.01, 0.1);
            default:
                return now + 1 + (long)dice.Exponential(Day / jobsPerDay);
        }
    }
}

/// <summary>The one mixture of rhythms for everything that a program drives, honest or not.</summary>
public static class Rhythms
{
    private const double Day = 86_400_000;

    public static Rhythm DrawScripted(ref Dice dice, int volume, double days, double offset)
    {
        var active = Math.Max(1, Math.Min(days, dice.Between(2.0, 14.0)));
        var perDay = volume / active;
        switch (dice.Weighted([24, 20, 20, 20, 16]))
        {
            case 0:
                return new CrowdRhythm(offset, perDay, dice.Between(0.02, 0.3), dice.Between(0.2, 1.0));
            case 1:
                return new SteadyRhythm(perDay);
            case 2:
                return Job(JobRhythm.Start.Nightly, 1, ref dice);
            case 3:
                return Job(JobRhythm.Start.AtWork, dice.Between(1.0, 5.0), ref dice);
            default:
                return Job(JobRhythm.Start.Sometimes, dice.Between(0.3, 1.0), ref dice);
        }

        JobRhythm Job(JobRhythm.Start start, double jobs, ref Dice chance)
        {
            var perJob = perDay / jobs;
            // Several requests are in flight at once: the gap is an answer's time over the program's width, and a job fits its day.
            var gap = Math.Min(chance.LogNormal(6_000, 0.7) / chance.LogUniform(1, 16), 0.4 * Day / jobs / Math.Max(1, perJob));
            return new JobRhythm(start, offset, chance.Between(0.0, 24.0), jobs, perJob, gap);
        }
    }
}

/// <summary>How much an account sends: the one heavy-tailed distribution for products and harvests alike.</summary>
public static class Volumes
{
    /// <summary>Median near 4,000, a tenth above 12,000, never under 2,000 before <paramref name="scale"/>.</summary>
    public static int Draw(ref Dice dice, double scale) => Math.Max(1, (int)(Math.Min(40_000, Math.Max(2_000, dice.LogNormal(4_000, 0.85))) * scale));
}
