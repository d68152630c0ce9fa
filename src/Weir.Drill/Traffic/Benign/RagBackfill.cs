using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A company reads its documents in once: every passage is summed up, or gets keywords and questions for the index,
/// under one or two templates. Thousands of new, long, single prompts, all from one field.
/// </summary>
public sealed class RagBackfill : TrafficClass
{
    public override string Name => "rag-backfill";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("document", 800, pieces: cast.Dice.Between(1, 3))],
            Templates = [[cast.Template("summarise", scene), cast.Template("summarise", scene)]],
        };
        yield return cast.Scripted(content, language);
    }
}
