using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A class on one assignment: some dozen young accounts with the same problems, retyped or pasted, each asking for
/// the steps, in the evenings of the same week, and asking back when they do not understand.
/// </summary>
public sealed class Students : TrafficClass
{
    public override string Name => "students";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var sheet = cast.Dice.Next();
        var school = Place.Draw(ref cast.Dice);
        var offset = cast.Offset(language);
        var from = (long)(cast.Dice.Between(0.0, cast.Days * 0.5) * 86_400_000);
        var count = cast.Dice.Between(15, 60);
        for (var i = 0; i < count; i++)
        {
            var own = Scene.Interests(language, ref cast.Dice);
            var sheetWork = new Rerun([scene], Item.Of("homework", 1200, real: RealKind.Reasoning), Template.None, sheet, 12, 0, cast.Real);
            var content = new Blend(sheetWork, new Talk(own, Manner.Draw(ref cast.Dice), cast.Real), 0.55);
            var who = cast.Identity();
            who = who with { From = from, Places = cast.Dice.Chance(0.5) ? [school, who.Places[0]] : who.Places };
            yield return cast.Account(who, content, PersonRhythm.Draw(ref cast.Dice, offset, cast.Dice.LogNormal(9, 0.6)), cast.Dice.LogUniform(8, 120));
        }
    }
}
