using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A chain of resale stations of one owner: one card, one client, shared exits, and behind each account some hundred
/// ordinary customers of several countries. The infrastructure of a hydra, without the harvest.
/// </summary>
public sealed class HonestResellers : HonestGroup
{
    public override string Name => "honest-resellers";

    public override string Summary => "resale stations of one owner on shared cards and exits, with ordinary customers only";

    public override (int, long) Size => (48, 100_000);

    public override int Groups => 2;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var count = cast.Members(24, 6);
        var owner = new Operator(cast, Ties.Draw(ref cast.Dice, count));
        for (var i = 0; i < count; i++)
        {
            var languages = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4));
            var people = Staff.Of(cast, languages, cast.Dice.Between(60, 200));
            var (who, shape) = owner.Enlist((long)(cast.Dice.Between(0.0, 8.0) * Day));
            var volume = cast.Dice.LogUniform(1000, 4000);
            yield return cast.Account(who, new Crowd(people, cast.Dice.Chance(0.5) ? Staff.Names(cast, people.Length) : null, null, null), new CrowdRhythm(cast.Offset(languages[0]), volume / 8.0, 0.3, 0.8), volume, shape);
        }
    }
}
