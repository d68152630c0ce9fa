using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Hackathons: dozens of accounts registered the same morning from one hall and paid with one voucher, all started from the
/// same kit with its opening line, everything tried at once by script and by hand, for two days.
/// </summary>
public sealed class Hackathons : HonestGroup
{
    public override string Name => "hackathons";

    public override string Summary => "fresh accounts on one voucher and one network, from one starter kit, at full speed for two days";

    public override (int, long) Size => (160, 40_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var hall = Place.Draw(ref cast.Dice);
        var day = cast.Dice.Between(3.0, cast.Days - 3);
        var voucher = cast.Identity().Facts.Payment;
        var kit = cast.Template(cast.Dice.Chance(0.5) ? "openline" : "think", Scene.Narrow(Language.English, ref cast.Dice));
        var client = Client.Draw(ref cast.Dice);
        var count = cast.Members(40, 12);
        for (var i = 0; i < count; i++)
        {
            var language = cast.Dice.Chance(0.7) ? Language.English : cast.Language();
            var idea = Scene.Narrow(language, ref cast.Dice);
            var byHand = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice) with { Errands = [1, 6, 0, 0, 0.5, 0] }, cast.Real);
            var byScript = new Batch { Scenes = [idea], Items = [Item.Of("ask", 500), Item.Of("codetask", 900), Item.Of("problem", 900)], Templates = [[kit]] };
            var who = Fresh(cast, cast.Identity(), day + cast.Dice.Between(0.0, 0.2), 0.5);
            who = who with { Places = [hall.Neighbour(ref cast.Dice)], Clients = [client, who.Clients[0]], Facts = who.Facts with { Payment = voucher, SignedUpFrom = hall } };
            var volume = cast.Dice.LogUniform(40, 600);
            yield return cast.Account(who, new Turns([byHand, byScript], 25), new SteadyRhythm(volume / cast.Dice.Between(0.4, 1.8)), volume);
        }
    }
}
