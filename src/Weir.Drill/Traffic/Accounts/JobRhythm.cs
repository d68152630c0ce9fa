using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

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
