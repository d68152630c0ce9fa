using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A prompt goes round: for a few days hundreds of people, many of them new, paste the same "expert who shows all reasoning"
/// before questions of their own, a few times each. Template and days as in a low and slow campaign, and nobody behind it.
/// </summary>
public sealed class ViralPrompt : HonestGroup
{
    public override string Name => "viral-prompt";

    public override string Summary => "hundreds of people who paste one popular prompt before questions of their own, a few times each";

    public override (int, long) Size => (400, 20_000);

    public override int Groups => 1;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Language.English);
        var popular = cast.Template("persona", scene);
        var day = cast.Dice.Between(7.0, 9.0);
        var count = cast.Members(400, 60);
        for (var i = 0; i < count; i++)
        {
            var language = cast.Dice.Chance(0.6) ? Language.English : cast.Language();
            var interests = Scene.Interests(language, ref cast.Dice);
            var plain = new Talk(interests, Manner.Draw(ref cast.Dice), cast.Real);
            var pasted = new Crowd([new Talk(interests, Manner.Draw(ref cast.Dice), cast.Real)], null, popular, null);
            var begins = day + cast.Dice.Exponential(0.8);
            var who = cast.Identity();
            who = cast.Dice.Chance(0.3) ? Fresh(cast, who, begins, cast.Dice.Exponential(3)) : who;
            yield return cast.Account(who, new Infiltrated(plain, pasted, (long)(begins * Day), cast.Dice.Between(0.1, 0.6)), PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), Math.Min(40, cast.Dice.LogNormal(2.6, 0.9))), int.MaxValue);
        }
    }
}
