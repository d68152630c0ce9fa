using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Interviewers hired by the day: each gets a fresh account of the firm, works it for some days through the questionnaire's templates and hands over to the next, who gets another. Accounts end and are followed by
/// new ones, all on one card and one domain; what is asked is one survey.
/// </summary>
public sealed class FieldSurvey : HonestGroup
{
    public override string Name => "field-survey";

    public override string Summary => "interviewers with fresh accounts of one firm, replaced every few days, all on one questionnaire";

    public override (int, long) Size => (140, 14_000);

    public override int Groups => 3;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(cast.Language(), ref cast.Dice);
        var sheet = Enumerable.Range(0, cast.Dice.Between(2, 4)).Select(k => cast.Template(k == 0 ? "classify" : "openline", scene)).ToArray();
        var firm = cast.Identity();
        var domain = FirmDomain(cast, firm);
        var offset = cast.Offset(scene.Language);
        var desks = cast.Members(12, 6);
        for (var desk = 0; desk < desks; desk++)
        {
            for (var day = cast.Dice.Between(2.0, 4.0); day < cast.Days - 1;)
            {
                var ends = day + cast.Dice.Between(2.0, 5.0);
                var answers = new Batch { Scenes = [scene], Items = [Item.Of("ticket", 120, real: RealKind.Support), Item.Of("ask", 300)], Templates = [sheet], Real = cast.Real };
                var who = Fresh(cast, cast.Identity(), day, 2);
                who = who with { Places = [firm.Places[0].Neighbour(ref cast.Dice), .. who.Places], Facts = who.Facts with { EmailDomain = domain, Payment = firm.Facts.Payment, SignedUpFrom = firm.Facts.SignedUpFrom } };
                yield return cast.Account(who, answers, new PersonRhythm(offset, 1.2, 30, 240_000, 0.3), cast.Dice.LogUniform(60, 300), bannedAt: (long)(ends * Day));
                day = Math.Floor(ends) + 1 + cast.Dice.Between(0.0, 0.1);
            }
        }
    }
}
