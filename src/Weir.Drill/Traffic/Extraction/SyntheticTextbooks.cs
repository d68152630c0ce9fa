using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Chapters and lessons on everything, by the thousand, to train a small model on clean text.
/// </summary>
public sealed class SyntheticTextbooks : TrafficClass
{
    public override string Name => "synthetic-textbooks";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("textbook", 1900)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, language);
    }
}
