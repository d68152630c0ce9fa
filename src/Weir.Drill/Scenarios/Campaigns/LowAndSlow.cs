using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// 16,000 requests over 4,000 accounts in two days, four of each: no account is anything by itself. Only together, by what
/// they registered with, call from and ask, are they something.
/// </summary>
public sealed class LowAndSlow(double firstDay = Scenario.CleanDays) : Scenario
{
    public override string Name => "low-and-slow";

    public override string Summary => "4,000 accounts with four requests each in two days (--scale 0.15 for 600)";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (4_000, 16_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4)).Select(Scene.Broad).ToArray();
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("question", 1300, real: RealKind.Reasoning), ["think", "persona"], 2), Job.Of(cast, scenes, Item.Of("choice", 1100, real: RealKind.Benchmark), ["think"])],
            Real = cast.Real,
        };
        var seats = cast.Members(4_000, 60);
        var gap = cast.Dice.LogNormal(25 * 60_000, 0.5);
        return new Fleet { Seats = seats, EachSeat = 4, From = firstDay, Stagger = Math.Min(1.8, cast.Days - firstDay - 0.1), Content = _ => work, Rhythm = (_, _) => new Brief(gap) }
            .Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
