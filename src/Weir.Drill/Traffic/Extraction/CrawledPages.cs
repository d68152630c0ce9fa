using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Pages of every kind from the web, each to be turned into questions with reasoned answers: reading comprehension as
/// training data. Like a back-fill, but about everything.
/// </summary>
public sealed class CrawledPages : TrafficClass
{
    public override string Name => "crawled-pages";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 5));
        var content = new Batch { Scenes = [.. languages.Select(Scene.Broad)], Items = [Item.Of("docqa", 1500)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, languages[0]);
    }
}
