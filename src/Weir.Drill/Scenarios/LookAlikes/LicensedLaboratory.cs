using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A research group with leave to distil, on a dozen accounts that share everything. It is a campaign in all but the
/// licence; it must be told and left alone.
/// </summary>
public sealed class LicensedLaboratory : HonestGroup
{
    public override string Name => "licensed-laboratory";

    public override string Summary => "a dozen accounts of one research group that distil with the operator's leave";

    public override (int, long) Size => (12, 12_000);

    public override int Groups => 1;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4)).Select(Scene.Broad).ToArray();
        var work = new Dealt { Deck = new Deck(cast.Dice.Next()), Scenes = scenes, Jobs = [Job.Of(cast, scenes, Item.Of("question", 1300, real: RealKind.Reasoning), ["think"], 2)], Harvest = false, Real = cast.Real };
        var group = cast.Identity();
        var domain = FirmDomain(cast, group);
        var count = cast.Members(12, 4);
        for (var i = 0; i < count; i++)
        {
            var who = cast.Identity();
            who = who with
            {
                From = (long)(7 * Day),
                Places = group.Places,
                Clients = [group.Clients[0]],
                Facts = who.Facts with { Payment = group.Facts.Payment, EmailDomain = domain, Verified = true, LicensedUntil = cast.Start.AddDays(200) },
            };
            yield return cast.Account(who, work, Rhythms.DrawScripted(ref cast.Dice, 1_000, cast.Days - 7, 0), 1_000);
        }
    }
}
