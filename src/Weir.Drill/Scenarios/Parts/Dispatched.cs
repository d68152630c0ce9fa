using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>A seat whose turn comes when the campaign's clock says so, one seat after the other: an even load, in lockstep.</summary>
internal sealed class Dispatched(CampaignClock clock, double phase, double jitterMs) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = false;
        for (var turn = Math.Max(0, Math.Floor(clock.Done(now) - phase) + 1); ; turn++)
        {
            var at = clock.At(turn + phase);
            if (at < 0)
                return long.MaxValue;
            at += (long)dice.Exponential(jitterMs);
            if (at > now)
                return at;
        }
    }
}

/// <summary>A handful of requests, minutes to an hour or so apart, and never again.</summary>
internal sealed class Brief(double gapMs) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = false;
        return now + 2_000 + (long)dice.LogNormal(gapMs, 1.1);
    }
}
