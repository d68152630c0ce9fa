using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A harvester without templates: every prompt is worded anew by a small model, over every field and several kinds
/// of ask. Neither heads nor tails come twice.
/// </summary>
public sealed class Paraphrasing : TrafficClass
{
    public override string Name => "paraphrasing";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        yield return cast.Scripted(new Reworded(scene, ["think", "persona", "textbook", "homework"], Item.Of("question", 1200, real: RealKind.Reasoning), cast.Real), language);
    }
}
