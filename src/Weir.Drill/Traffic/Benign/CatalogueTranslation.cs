using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A shop has its whole catalogue translated: thousands of product texts into several languages under one template,
/// every one new, all alike.
/// </summary>
public sealed class CatalogueTranslation : TrafficClass
{
    public override string Name => "catalogue-translation";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var templates = new Template[cast.Dice.Between(2, 8)];
        for (var i = 0; i < templates.Length; i++)
            templates[i] = cast.Template("translateto", scene);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("goodsheet", 260)], Templates = [templates] };
        yield return cast.Scripted(content, language);
    }
}
