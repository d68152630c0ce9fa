using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>Families: two to five accounts on one card and one home network, each with a life of its own.</summary>
public sealed class FamilyCards : HonestGroup
{
    public override string Name => "family-card";

    public override string Summary => "two to five people on one card and one home network";

    public override (int, long) Size => (140, 8_000);

    public override int Groups => 40;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var home = cast.Identity();
        var offset = cast.Offset(language);
        for (var i = cast.Dice.Between(2, 5); i > 0; i--)
        {
            var talk = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            var who = cast.Identity();
            who = who with { Places = [home.Places[0], .. who.Places.Take(1)], Facts = who.Facts with { Payment = home.Facts.Payment, SignedUpFrom = home.Places[0] } };
            yield return cast.Account(who, talk, PersonRhythm.Draw(ref cast.Dice, offset, Math.Min(60, cast.Dice.LogNormal(4, 0.9))), int.MaxValue);
        }
    }
}
