using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Two dozen reseller accounts with hundreds of ordinary customers each, which have served them for a week. Then one
/// harvest is dealt out over all of them, 10 or 50 percent of what they send, under names of end users or without.
/// </summary>
public sealed class BlendedResellers(double share) : Scenario
{
    public override string Name => $"resellers-{(share * 100).ToString("0", System.Globalization.CultureInfo.InvariantCulture)}";

    public override string Summary => $"one harvest hidden in the ordinary traffic of 24 resellers, {(share * 100).ToString("0", System.Globalization.CultureInfo.InvariantCulture)}% of what they send";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (24, 72_000);

    public override IEnumerable<Account> Make(Casting cast) => Enlist(cast, cast.Members(24, 6), 3_000, share);

    internal static List<Account> Enlist(Casting cast, int count, int each, double share)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4)).Select(Scene.Broad).ToArray();
        var harvest = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Of(cast, scenes, Item.Of("question", 1200, real: RealKind.Reasoning), ["think", "persona"]), Job.Of(cast, scenes, Item.Of("choice", 1100, real: RealKind.Benchmark), ["think"])],
            Real = cast.Real,
        };
        var hand = new Operator(cast, Ties.Draw(ref cast.Dice, count));
        var accounts = new List<Account>(count);
        for (var i = 0; i < count; i++)
        {
            var languages = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4));
            var people = Staff.Of(cast, languages, cast.Dice.Between(60, 200));
            var named = cast.Dice.Chance(0.5);
            var customers = new Crowd(people, named ? Staff.Names(cast, people.Length) : null, null, null);
            var begins = (long)((CleanDays + cast.Dice.Between(0.0, 2.0)) * 86_400_000);
            var content = new Infiltrated(customers, harvest, begins, share, named ? Staff.Names(cast, cast.Dice.Between(1, 20)) : null);
            var (who, shape) = hand.Enlist(0);
            accounts.Add(cast.Account(who, content, new CrowdRhythm(cast.Offset(languages[0]), each / cast.Days, 0.3, cast.Dice.Between(0.5, 1.0)), each, shape));
        }

        return accounts;
    }
}
