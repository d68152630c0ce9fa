using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Firms that declare that their accounts belong together: departments with people, a back-fill, an evaluation, a bot. They
/// are one actor, and judged as one.
/// </summary>
public sealed class DeclaredOrganization : HonestGroup
{
    public override string Name => "declared-organization";

    public override string Summary => "firms whose accounts are declared as one organization: people, a back-fill, an evaluation, a bot";

    public override (int, long) Size => (60, 50_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var trade = Scene.Narrow(language, ref cast.Dice);
        var firm = cast.Identity();
        var domain = FirmDomain(cast, firm);
        var evaluation = Scene.Broad(language);
        var organization = "o" + firm.Account[1..];
        var count = cast.Members(15, 6);
        for (var i = 0; i < count; i++)
        {
            var who = cast.Identity();
            who = who with { Places = [firm.Places[0]], Facts = who.Facts with { Organization = organization, Payment = firm.Facts.Payment, EmailDomain = domain } };
            var volume = cast.Dice.LogUniform(300, 2000);
            yield return (i % 5) switch
            {
                0 => cast.Account(who, new Batch { Scenes = [trade], Items = [Item.Of("document", 700)], Templates = [[cast.Template("summarise", trade)]] }, Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, 0), volume),
                1 => cast.Account(who, new Rerun([evaluation], Item.Of("question", 1200, real: RealKind.Benchmark), cast.Template("think", evaluation), cast.Dice.Next(), 150, 0.02, cast.Real),
                    new JobRhythm(JobRhythm.Start.Nightly, 0, cast.Dice.Between(0.0, 24.0), 1, 150, 1500), int.MaxValue),
                _ => cast.Account(who, new Talk(cast.Dice.Chance(0.5) ? trade : Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real), PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), 8), int.MaxValue),
            };
        }
    }
}
