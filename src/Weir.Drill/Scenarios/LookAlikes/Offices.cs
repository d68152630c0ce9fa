using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Offices: dozens of people with accounts of their own behind one address, one mail domain, one installed client, the same
/// working hours, and often the same trade.
/// </summary>
public sealed class Offices : HonestGroup
{
    public override string Name => "office";

    public override string Summary => "colleagues behind one address with one client, one mail domain and the same hours";

    public override (int, long) Size => (120, 12_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var trade = Scene.Narrow(language, ref cast.Dice);
        var first = cast.Identity();
        var domain = FirmDomain(cast, first);
        var offset = cast.Offset(language);
        var card = cast.Dice.Chance(0.4) ? first.Facts.Payment : null;
        var count = cast.Members(30, 8);
        for (var i = 0; i < count; i++)
        {
            var talk = new Talk(cast.Dice.Chance(0.5) ? trade : Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            var who = cast.Identity();
            who = who with { Places = [first.Places[0]], Clients = [first.Clients[0]], Facts = who.Facts with { EmailDomain = domain, SignedUpFrom = first.Places[0], Payment = card ?? who.Facts.Payment } };
            yield return cast.Account(who, talk, PersonRhythm.Draw(ref cast.Dice, offset, Math.Min(60, cast.Dice.LogNormal(6, 0.8))), int.MaxValue);
        }
    }
}
