using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Agencies that build for others: an account for each customer, all on the agency's card, from its machines, with its
/// client and its house style of templates. Each account is another narrow product.
/// </summary>
public sealed class Agency : HonestGroup
{
    public override string Name => "agency";

    public override string Summary => "an account for each of an agency's customers: one card, one network, one client, one house style";

    public override (int, long) Size => (80, 70_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var house = cast.Identity();
        var domain = FirmDomain(cast, house);
        var shape = Shape.Draw(ref cast.Dice);
        var count = cast.Members(20, 6);
        for (var i = 0; i < count; i++)
        {
            var language = cast.Language();
            var trade = Scene.Narrow(language, ref cast.Dice);
            Content content = cast.Dice.Below(4) switch
            {
                0 => new Batch { Scenes = [trade], Items = [Item.Of("ticket", 420, real: RealKind.Support)], Templates = [[Template.None]], System = cast.Words("serve", trade), Real = cast.Real },
                1 => new Crowd(Staff.Of(cast, language, cast.Dice.Between(20, 80), narrow: true), null, cast.Template("openline", trade), null),
                2 => new Batch { Scenes = [trade], Items = [Item.Of("goodsheet", 260)], Templates = [[cast.Template("translateto", trade)]] },
                _ => new Batch { Scenes = [trade], Items = [Item.Of("document", 700)], Templates = [[cast.Template("summarise", trade)]] },
            };
            var who = cast.Identity();
            who = who with { Places = house.Places, Clients = [house.Clients[0]], Facts = who.Facts with { Payment = house.Facts.Payment, EmailDomain = domain, SignedUpFrom = house.Facts.SignedUpFrom } };
            var volume = cast.Dice.LogUniform(200, 2500);
            yield return cast.Account(who, content, Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(language)), volume, shape);
        }
    }
}
