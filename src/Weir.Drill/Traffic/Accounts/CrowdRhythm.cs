using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>Many people behind one account: their days, added up.</summary>
public sealed class CrowdRhythm(double offset, double perDay, double night, double weekend) : Rhythm
{
    public override long Next(ref Dice dice, long now, out bool sitting)
    {
        sitting = true;
        return NextWaking(ref dice, now, perDay, offset, night, weekend);
    }
}
