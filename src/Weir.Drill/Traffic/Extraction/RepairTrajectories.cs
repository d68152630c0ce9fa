using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Agents set on one public code base after the other, several attempts at each issue, nobody behind them: how the model looks around,
/// edits and tests is what is kept.
/// </summary>
public sealed class RepairTrajectories : TrafficClass
{
    public override string Name => "repair-trajectories";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var content = new AgentLoop
        {
            Scene = Scene.Broad(Wording.Language.English),
            Task = Item.Of("issue", 800),
            System = cast.Dice.Chance(0.5) ? cast.Words("planner", Scene.Broad(Wording.Language.English)) : null,
            Tools = cast.Dice.Between(3, 12),
            Steps = cast.Dice.Between(4.0, 14.0),
            Harvest = true,
        };
        yield return cast.Scripted(content, Wording.Language.English);
    }
}
