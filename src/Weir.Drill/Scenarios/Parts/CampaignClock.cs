using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Parts;

/// <summary>
/// The common clock of a campaign that is run from one place: how many turns each seat has had at a moment. It runs day
/// and night, faster in sweeps, and stands still when the operator has something to mend, for all seats at once.
/// </summary>
internal sealed class CampaignClock
{
    private const long Hour = 3_600_000;

    private readonly long _from;
    private readonly double[] _done;

    public CampaignClock(ref Dice dice, long from, long until, double turns)
    {
        _from = from;
        var hours = Math.Max(1, (int)((until - from) / Hour));
        var pace = new double[hours];
        Array.Fill(pace, 1);
        for (var stop = dice.Between(2, 6); stop > 0; stop--)
            Stretch(pace, ref dice, dice.Between(1, 6), 0);
        for (var sweep = dice.Between(1, 4); sweep > 0; sweep--)
            Stretch(pace, ref dice, dice.Between(2, 10), dice.Between(1.5, 3.0));
        _done = new double[hours + 1];
        for (var i = 0; i < hours; i++)
            _done[i + 1] = _done[i] + pace[i];
        var all = _done[hours];
        for (var i = 0; i <= hours; i++)
            _done[i] *= turns / Math.Max(all, 1e-9);
    }

    public double Done(long now)
    {
        var hour = (now - _from) / (double)Hour;
        if (hour <= 0)
            return 0;
        if (hour >= _done.Length - 1)
            return _done[^1];
        var whole = (int)hour;
        return _done[whole] + ((hour - whole) * (_done[whole + 1] - _done[whole]));
    }

    /// <summary>When a turn comes, or a negative number when it never does.</summary>
    public long At(double turn)
    {
        if (turn >= _done[^1])
            return -1;
        var found = Array.BinarySearch(_done, turn);
        var hour = found >= 0 ? found : ~found - 1;
        var span = _done[hour + 1] - _done[hour];
        return _from + (long)((hour + (span <= 0 ? 0 : (turn - _done[hour]) / span)) * Hour);
    }

    private static void Stretch(double[] pace, ref Dice dice, int hours, double value)
    {
        var at = dice.Below(pace.Length);
        for (var i = at; i < Math.Min(pace.Length, at + hours); i++)
            pace[i] = value;
    }
}
