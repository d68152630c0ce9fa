using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>The customers of one account, each with conversations of their own; the account may or may not name them.</summary>
public sealed class Crowd(Talk[] people, string[]? names, Template? template, string? system) : Content
{
    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        var who = dice.Zipf(people.Length);
        people[who].Write(to, sitting: dice.Chance(0.15), ref dice);
        to.System = system;
        to.EndUser = names?[who];
        if (template is null)
            return;
        template.Wrap(to.Prompt, to.Scratch);
        if (to.Opening.Length > 0)
            template.Wrap(to.Opening, to.Scratch);
    }
}
