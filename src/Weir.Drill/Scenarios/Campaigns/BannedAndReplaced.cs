using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Eighty seats whose accounts are banned after a day or two and replaced within minutes. The newcomers take the work up
/// where it was left.
/// </summary>
public sealed class BannedAndReplaced : Scenario
{
    public override string Name => "replaced";

    public override string Summary => "80 seats, each account banned after a day or two and replaced within minutes";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (350, 56_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 3)).Select(Scene.Broad).ToArray();
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("question", 1300, real: RealKind.Reasoning), ["think", "persona"], 2), Job.Bare(Item.Of("behind", 1200), 0.5)],
            Real = cast.Real,
        };
        var seats = cast.Members(80, 8);
        return new Fleet { Seats = seats, EachSeat = 750, Life = 1.5, Lockstep = true, Content = _ => work }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
