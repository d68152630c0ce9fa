using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

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
