using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A publisher of web pages orders articles by the thousand, for a dozen sites of different trades: long answers to new prompts, one
/// brief a site, nobody reads along.
/// </summary>
public sealed class ContentMill : TrafficClass
{
    public override string Name => "content-mill";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var sites = new Content[cast.Dice.Between(3, 14)];
        for (var i = 0; i < sites.Length; i++)
        {
            var scene = cast.Dice.Chance(0.6) ? Scene.Narrow(language, ref cast.Dice) : Scene.Interests(language, ref cast.Dice);
            sites[i] = new Batch { Scenes = [scene], Items = [Item.Of("article", 2600)], Templates = [[cast.Template("brief", scene)]], System = cast.Dice.Chance(0.5) ? cast.Words("market", scene) : null };
        }

        yield return cast.Scripted(new Turns(sites, 60), language);
    }
}
