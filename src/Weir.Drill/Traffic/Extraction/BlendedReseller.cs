using System.Globalization;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A reseller whose ordinary customers hide a harvest: 5, 10, 25 or 50 percent of its traffic are templates over every
/// field. Where the account names its end users the harvest runs under a few of their names, or under names of its own;
/// where it names nobody, all of it is one stream.
/// </summary>
public sealed class BlendedReseller(double share, bool named) : TrafficClass
{
    public override string Name => $"blend-{(share * 100).ToString("00", CultureInfo.InvariantCulture)}{(named ? "-named" : "-unnamed")}";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 5));
        var people = Staff.Of(cast, languages, cast.Dice.Between(100, 500));
        var names = Staff.Names(cast, people.Length);
        var customers = new Crowd(people, named ? names : null, null, null);
        var scenes = languages.Select(Scene.Broad).ToArray();
        var harvest = new Batch
        {
            Scenes = scenes,
            Items = [Item.Of("question", 1200, real: RealKind.Reasoning), Item.Of("choice", 1100, real: RealKind.Benchmark)],
            Templates = [.. scenes.Select(scene => new[] { cast.Template("think", scene), cast.Template("persona", scene) })],
            Harvest = true,
            Real = cast.Real,
        };
        string[]? thieves = !named ? null : cast.Dice.Chance(0.5) ? Staff.Names(cast, cast.Dice.Between(1, 6)) : [.. names.Take(cast.Dice.Between(3, 30))];
        yield return cast.Serving(new Blend(customers, harvest, share, thieves), languages[0], 0.3);
    }
}
