using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Agent work harvested: new coding tasks of every kind one after the other, each run through a short loop of tool
/// calls to record how the model plans and uses tools. No code base comes twice.
/// </summary>
public sealed class AgenticHarvest : TrafficClass
{
    public override string Name => "agentic-harvest";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(cast.Dice.Chance(0.6) ? Wording.Language.English : cast.Language());
        var content = new AgentLoop
        {
            Scene = scene,
            Task = Item.Of("codetask", 900, real: RealKind.Code),
            System = cast.Dice.Chance(0.7) ? cast.Words("planner", scene) : null,
            Tools = cast.Dice.Between(4, 20),
            Steps = cast.Dice.Between(2.0, 6.0),
            Harvest = true,
            Around = cast.Dice.Chance(0.5) ? cast.Template("persona", scene) : null,
            Real = cast.Real,
        };
        yield return cast.Scripted(content, scene.Language);
    }
}
