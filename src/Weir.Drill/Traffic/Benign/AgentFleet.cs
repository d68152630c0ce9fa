using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A company lets agents work through the issues of all its code bases: hundreds of tasks a day, started by a queue, some tried again
/// until the tests pass, a reviewer who comes back on a few.
/// </summary>
public sealed class AgentFleet : TrafficClass
{
    public override string Name => "agent-fleet";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var repositories = new Content[cast.Dice.Between(6, 40)];
        var system = cast.Words("planner", Scene.Broad(Wording.Language.English));
        var tools = cast.Dice.Between(5, 15);
        for (var i = 0; i < repositories.Length; i++)
        {
            repositories[i] = new AgentLoop
            {
                Scene = Scene.Narrow(Wording.Language.English, ref cast.Dice),
                Task = Item.Of("codetask", 700, real: RealKind.Code),
                System = system,
                Tools = tools,
                Steps = cast.Dice.Between(4.0, 20.0),
                Further = cast.Dice.Between(0.05, 0.3),
                Real = cast.Real,
            };
        }

        yield return cast.Scripted(new Turns(repositories, 40), Wording.Language.English);
    }
}
