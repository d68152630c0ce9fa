using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A laboratory's part of the hydra: over 13 million exchanges of agents that write programs and orchestrate tools, banned
/// and replaced all the time. When a new model comes out, half of the traffic is on it within a day.
/// </summary>
public sealed class CodingLab : Scenario
{
    public override string Name => "lab-coding";

    public override string Summary => "13 million exchanges of coding agents, banned and replaced, half of them on a new model within a day";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (22_000, 13_000_000);

    public override double Days => 28;

    public override double ReleaseDay => 18;

    public override int People => 20_000;

    public override IEnumerable<Account> Make(Casting cast) => Enlist(cast, cast.Members(4_600, 12), 2_900);

    internal static List<Account> Enlist(Casting cast, int seats, double each)
    {
        var scene = Scene.Broad(cast.Dice.Chance(0.7) ? Language.English : Language.Draw(ref cast.Dice));
        var systems = Enumerable.Range(0, cast.Dice.Between(1, 3)).Select(_ => cast.Words("planner", scene)).ToArray();
        var around = cast.Template("persona", scene);
        var (tools, steps) = (cast.Dice.Between(4, 20), cast.Dice.Between(3.0, 9.0));
        return new Fleet
        {
            Seats = seats,
            EachSeat = each,
            Stagger = 4,
            Lockstep = true,
            Life = 5,
            MovesWithin = 2,
            Content = seat => new AgentLoop
            {
                Scene = scene, Task = Item.Of("codetask", 900, real: RealKind.Code), System = systems[seat % systems.Length], Tools = tools, Steps = steps, Harvest = true, Around = around, Real = cast.Real,
            },
        }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
