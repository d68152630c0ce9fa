using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A publisher has its pictures described for people who cannot see them: one picture a request, nearly the same short
/// words each time, year by year through the archive.
/// </summary>
public sealed class PictureTexts : TrafficClass
{
    public override string Name => "picture-texts";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("alttext", 160)], Templates = [[Template.None]], Images = 1 };
        yield return cast.Scripted(content, language);
    }
}
