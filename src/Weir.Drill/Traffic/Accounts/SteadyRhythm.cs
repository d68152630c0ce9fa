using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>A program that never rests.</summary>
public sealed class SteadyRhythm(double perDay) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = false;
        return now + 1 + (long)dice.Exponential(Day / perDay);
    }
}
