using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

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
