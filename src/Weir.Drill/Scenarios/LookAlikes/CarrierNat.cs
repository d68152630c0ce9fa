using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Hundreds of strangers behind one mobile carrier: a few blocks of addresses, one popular app as client, prepaid cards of
/// one brand. They have a country and nothing else in common.
/// </summary>
public sealed class CarrierNat : HonestGroup
{
    public override string Name => "carrier-nat";

    public override string Summary => "strangers behind a mobile carrier's few blocks, with one popular app";

    public override (int, long) Size => (300, 18_000);

    public override int Groups => 1;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var blocks = new Place[3];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = Place.Draw(ref cast.Dice);
        var app = Client.Draw(ref cast.Dice);
        var count = cast.Members(300, 60);
        for (var i = 0; i < count; i++)
        {
            var talk = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            var who = cast.Identity();
            var at = blocks[cast.Dice.Below(blocks.Length)];
            who = who with { Places = [at.Neighbour(ref cast.Dice), at.Neighbour(ref cast.Dice)], Clients = [app], Facts = who.Facts with { SignedUpFrom = at.Neighbour(ref cast.Dice) } };
            yield return cast.Account(who, talk, PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), Math.Min(60, cast.Dice.LogNormal(3, 0.9))), int.MaxValue);
        }
    }
}
