using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A developer with a coding agent: few tasks, each a long loop of tool calls on one code base, thousands of
/// requests that no hand typed. The loop continues work; the person shows in when tasks begin.
/// </summary>
public sealed class CodingAgent : TrafficClass
{
    public override string Name => "coding-agent";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Dice.Chance(0.6) ? Wording.Language.English : cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new AgentLoop
        {
            Scene = scene,
            Task = Item.Of("codetask", 700, real: RealKind.Code),
            System = cast.Words("planner", scene),
            Tools = cast.Dice.Between(6, 20),
            Steps = cast.Dice.Between(8.0, 30.0),
            Further = 0.5,
            Real = cast.Real,
        };
        yield return cast.Account(cast.Identity(), content, new PersonRhythm(cast.Offset(language), 4, 60, 7_000, cast.Dice.Between(0.1, 0.9)), cast.Volume());
    }
}
