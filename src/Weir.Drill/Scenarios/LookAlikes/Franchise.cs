using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A franchise: a dozen shops of one trade run the same product, and each has several accounts on its own card, under its own domain, from its own line. There are many cards and
/// domains, each shared by several accounts that are worded alike; but nothing leads from one shop to another.
/// </summary>
public sealed class Franchise : HonestGroup
{
    public override string Name => "franchise";

    public override string Summary => "a dozen shops with several accounts each, one product, each shop on its own card";

    public override (int, long) Size => (160, 48_000);

    public override int Groups => 3;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var trade = Scene.Narrow(language, ref cast.Dice);
        var templates = Enumerable.Range(0, cast.Dice.Between(1, 3)).Select(_ => cast.Template(cast.Dice.Pick<string>(["openline", "ragask", "think"]), trade)).ToArray();
        var (client, shape) = (Client.Draw(ref cast.Dice), Shape.Draw(ref cast.Dice));
        var shops = cast.Members(14, 5);
        for (var shop = 0; shop < shops; shop++)
        {
            var firm = cast.Identity();
            var domain = Operator.Domain(ref cast.Dice);
            for (var till = cast.Dice.Between(3, 5); till > 0; till--)
            {
                var who = cast.Identity();
                who = who with
                {
                    Places = [firm.Places[0].Neighbour(ref cast.Dice)], Clients = [client],
                    Facts = who.Facts with { EmailDomain = domain, Payment = firm.Facts.Payment, SignedUpFrom = firm.Facts.SignedUpFrom },
                };
                var customers = new Crowd(Staff.Of(cast, language, cast.Dice.Between(20, 60), narrow: true), null, templates[cast.Dice.Below(templates.Length)], null);
                var volume = cast.Dice.LogUniform(100, 700);
                yield return cast.Account(who, customers, new CrowdRhythm(cast.Offset(language), volume / cast.Days, 0.1, 0.8), volume, shape);
            }
        }
    }
}
