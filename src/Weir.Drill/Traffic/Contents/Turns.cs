using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>One of several contents for a whole job, then perhaps another.</summary>
public sealed class Turns(Content[] jobs, double length) : Content
{
    private int _job;
    private int _left;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (_left-- <= 0)
            (_job, _left) = (dice.Below(jobs.Length), (int)dice.Exponential(length));
        jobs[_job].Write(to, sitting, ref dice);
    }
}
