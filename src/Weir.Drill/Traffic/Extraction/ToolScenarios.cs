using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Made-up services with made-up tools and made-up customers, a new world each time, each run through a few calls: how the
/// model chooses and recovers, without any service behind it.
/// </summary>
public sealed class ToolScenarios : TrafficClass
{
    public override string Name => "tool-scenarios";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Wording.Language.English);
        var content = new AgentLoop
        {
            Scene = scene,
            Task = Item.Of("toolscene", 700),
            Tools = cast.Dice.Between(3, 9),
            Steps = cast.Dice.Between(1.5, 4.0),
            Harvest = true,
        };
        yield return cast.Scripted(content, scene.Language);
    }
}
