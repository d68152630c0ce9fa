using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// An agency translates its clients' letters, contracts and pages from and into many languages: every text new, every field, long
/// answers, a handful of standing orders.
/// </summary>
public sealed class TranslationAgency : TrafficClass
{
    public override string Name => "translation-agency";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(2, 7));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var templates = scenes.Select(scene => new[] { cast.Template("agencytranslate", scene), cast.Template("agencytranslate", scene), cast.Template("agencytranslate", scene) }).ToArray();
        var content = new Batch { Scenes = scenes, Items = [Item.Of("document", 1500), Item.Of("letter", 900), Item.Of("clause", 800, pieces: 2)], Templates = templates };
        yield return cast.Serving(content, languages[0], 0.05);
    }
}
