using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A bureau that has a catalogue translated over a dozen accounts to stay within limits: one deck of product texts dealt out
/// without overlap, one template, one card, an even load day and night. Narrow to the bone, and honest.
/// </summary>
public sealed class TranslationBureau : HonestGroup
{
    public override string Name => "translation-bureau";

    public override string Summary => "a catalogue dealt out over a dozen accounts without overlap, in lockstep, on one card; narrow work";

    public override (int, long) Size => (48, 60_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(cast.Language(), ref cast.Dice);
        var work = new Dealt { Deck = new Deck(cast.Dice.Next()), Scenes = [scene], Jobs = [Job.Of(cast, [scene], Item.Of("goodsheet", 260), ["translateto"], cast.Dice.Between(2, 6))], Harvest = false };
        var seats = cast.Members(12, 4);
        var ties = Ties.Draw(ref cast.Dice, seats) with { AccountsPerCard = 100 };
        return new Fleet { Seats = seats, EachSeat = 1_250, From = cast.Dice.Between(0.0, 6.0), Stagger = 1, Lockstep = true, Content = _ => work }.Enlist(cast, new Operator(cast, ties));
    }
}
