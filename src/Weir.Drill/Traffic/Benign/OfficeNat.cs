using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// An office or a household: some dozen accounts with one address between them. Each is a person with questions of
/// their own.
/// </summary>
public sealed class OfficeNat : TrafficClass
{
    public override string Name => "office-nat";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var door = Place.Draw(ref cast.Dice);
        var offset = cast.Offset(language);
        var count = cast.Dice.Between(6, 30);
        for (var i = 0; i < count; i++)
        {
            var talk = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            yield return cast.Account(cast.Identity() with { Places = [door] }, talk, PersonRhythm.Draw(ref cast.Dice, offset, Math.Min(60, cast.Dice.LogNormal(3.5, 0.8))), int.MaxValue);
        }
    }
}
