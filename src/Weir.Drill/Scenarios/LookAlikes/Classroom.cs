using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Classes of students who register in the same lesson, from the school's network and with its mail domain, and work on the
/// same sheet of problems in the weeks after, each asking for the steps: the same prompts, at the same hours.
/// </summary>
public sealed class Classroom : HonestGroup
{
    public override string Name => "classroom";

    public override string Summary => "classes that register in one lesson and ask the same problems in the same evenings";

    public override (int, long) Size => (160, 8_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var (sheet, size) = (cast.Dice.Next(), cast.Dice.Between(12, 40));
        var school = Place.Draw(ref cast.Dice);
        var domain = FirmDomain(cast, cast.Identity());
        var offset = cast.Offset(language);
        var lesson = cast.Dice.Between(1.0, 9.0);
        var count = cast.Members(40, 15);
        for (var i = 0; i < count; i++)
        {
            var homework = new Rerun([scene], Item.Of("homework", 1200, real: RealKind.Reasoning), Template.None, sheet, size, 0, cast.Real);
            var own = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            var who = Fresh(cast, cast.Identity(), lesson + cast.Dice.Between(0.0, 0.03), 0.3);
            who = who with { Places = [school.Neighbour(ref cast.Dice), who.Places[0]], Facts = who.Facts with { EmailDomain = domain, SignedUpFrom = school } };
            yield return cast.Account(who, new Blend(homework, own, 0.4), PersonRhythm.Draw(ref cast.Dice, offset, cast.Dice.LogNormal(10, 0.6)), cast.Dice.LogUniform(15, 150));
        }
    }
}
