using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// The expert persona that must give complete and transparent reasoning, before thousands of questions of every
/// field: near-identical heads and tails, new middles.
/// </summary>
public sealed class PersonaTemplate : TrafficClass
{
    public override string Name => "persona-template";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("question", 1300, real: RealKind.Reasoning), Item.Of("ask", 1100, real: RealKind.Chat)],
            Templates = [[cast.Template("persona", scene), cast.Template("persona", scene)]],
            Harvest = true,
            Real = cast.Real,
        };
        yield return cast.Scripted(content, language);
    }
}
