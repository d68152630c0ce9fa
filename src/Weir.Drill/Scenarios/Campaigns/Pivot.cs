using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A harvest of the best model on offer. When a better one comes out, everything goes to it within a day, template, deck
/// and pace unchanged.
/// </summary>
public sealed class Pivot : Scenario
{
    public override string Name => "pivot";

    public override string Summary => "a harvest that moves to a new model within a day of its release";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (60, 40_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = new[] { Scene.Broad(cast.Language()) };
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("question", 1200, real: RealKind.Reasoning), ["persona", "think"]), Job.Of(cast, scenes, Item.Of("codetask", 1200, real: RealKind.Code), ["persona"])],
            Real = cast.Real,
        };
        var seats = cast.Members(60, 10);
        return new Fleet { Seats = seats, EachSeat = 800, MovesWithin = 1, Content = _ => work }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
