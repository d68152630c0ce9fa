using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>People's openings without the people: each question once, nobody reads the answer.</summary>
public sealed class Replayed(Talk[] people) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        people[dice.Below(people.Length)].Restart().Write(to, sitting: true, ref dice);
        to.Harvest = true;
    }
}
