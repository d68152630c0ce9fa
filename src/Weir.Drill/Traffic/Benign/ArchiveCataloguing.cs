using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// An archive catalogues letters and minutes of two centuries: thousands of single documents about everything that people
/// wrote about, one or two templates, reasons wanted for each dating, for weeks.
/// </summary>
public sealed class ArchiveCataloguing : TrafficClass
{
    public override string Name => "archive-cataloguing";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("letter", 800, pieces: cast.Dice.Between(1, 3))], Templates = [[cast.Template("catalogueletter", scene), cast.Template("catalogueletter", scene)]] };
        yield return cast.Scripted(content, language);
    }
}
