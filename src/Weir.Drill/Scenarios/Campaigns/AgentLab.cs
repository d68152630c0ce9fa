using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A laboratory's part of the hydra: 3.4 million exchanges of agents with tools, coding, data analysis and vision, by
/// hundreds of accounts of several kinds. Each kind came another way (signed up, bought, resold) and has its own cards,
/// networks and programs; what they share is the work.
/// </summary>
public sealed class AgentLab : Scenario
{
    public override string Name => "lab-agents";

    public override string Summary => "3.4 million exchanges: agents, tools, coding, data analysis, vision; accounts of several kinds by several ways in";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (900, 3_400_000);

    public override IEnumerable<Account> Make(Casting cast) => Enlist(cast, cast.Members(430, 9), 7_900);

    internal static List<Account> Enlist(Casting cast, int seats, double each)
    {
        var scene = Scene.Broad(Language.English);
        var deck = new Deck(cast.Dice.Next());
        var planner = cast.Words("planner", scene);
        var around = cast.Template("persona", scene);
        var written = new Dealt { Deck = deck, Scenes = [scene], Jobs = [Job.Of(cast, [scene], Item.Of("codetask", 900, real: RealKind.Code), ["persona"], 2)], Real = cast.Real };
        var analysed = new Dealt { Deck = deck, Scenes = [scene], Jobs = [Job.Of(cast, [scene], Item.Of("document", 900), ["think"], 2)], Tools = cast.Dice.Between(2, 6) };
        var seen = new Dealt { Deck = deck, Scenes = [scene], Jobs = [Job.Of(cast, [scene], Item.Of("question", 1000, real: RealKind.Reasoning), ["think"], 2)], Images = 1, Real = cast.Real };
        var (tools, steps) = (cast.Dice.Between(4, 20), cast.Dice.Between(2.0, 6.0));
        Content Agent() => new AgentLoop
        {
            Scene = scene, Task = Item.Of("codetask", 900, real: RealKind.Code), System = planner, Tools = tools, Steps = steps, Harvest = true, Around = around, Real = cast.Real,
        };

        var accounts = new List<Account>();
        var left = seats;
        for (var way = 0; way < 3; way++)
        {
            var some = way == 2 ? left : Math.Max(2, seats / 3);
            left -= some;
            accounts.AddRange(new Fleet
            {
                Seats = some,
                EachSeat = each,
                Lockstep = cast.Dice.Chance(0.5),
                Life = 6,
                Content = seat => (seat % 4) switch { 0 => written, 1 => analysed, 2 => seen, _ => Agent() },
            }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, some))));
        }

        return accounts;
    }
}
