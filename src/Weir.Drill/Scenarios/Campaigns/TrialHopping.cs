using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Trial accounts, each dropped when its free credit is used up after half a day, and the next one taken at once. Nothing is ever paid, so there is no card to
/// share; each account is too short to be anything by itself.
/// </summary>
public sealed class TrialHopping : Scenario
{
    public override string Name => "trial-hopping";

    public override string Summary => "a dozen seats that take a new trial account every half day";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (170, 9_600);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4)).Select(Scene.Broad).ToArray();
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("problem", 1300, real: RealKind.Reasoning), ["think"], 2), Job.Of(cast, scenes, Item.Of("codetask", 1000, real: RealKind.Code), ["persona"])],
            Real = cast.Real,
        };
        var seats = cast.Members(12, 6);
        return new Fleet { Seats = seats, EachSeat = 800, Life = 0.5, Stagger = 1.5, Content = _ => work }
            .Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats * 14) with { AccountsPerCard = 0, Aged = 0 }));
    }
}
