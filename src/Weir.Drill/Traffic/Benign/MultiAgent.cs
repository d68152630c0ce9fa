using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A product of several agents: a planner, workers with tools and a critic that gives marks, each under its own
/// system prompt, for the jobs of the product's users. Everything is scripted and graded, in one trade.
/// </summary>
public sealed class MultiAgent : TrafficClass
{
    public override string Name => "multi-agent";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(cast.Language(), ref cast.Dice);
        var tools = cast.Dice.Between(3, 15);
        var work = new AgentLoop
        {
            Scene = scene,
            Task = Item.Of("ask", 700),
            System = cast.Words("planner", scene),
            Tools = tools,
            Steps = 6,
            Further = 0.1,
        };
        var critic = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("say", 300, pieces: 4)],
            Templates = [[Template.None]],
            System = cast.Words("critic", scene),
        };
        yield return cast.Scripted(new Blend(work, critic, 0.25), scene.Language);
    }
}
