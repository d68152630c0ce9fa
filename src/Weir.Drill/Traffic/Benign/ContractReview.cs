using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A law firm goes through its contracts clause by clause: what does it mean, what is the risk, why. Arguments are
/// the product, in one field.
/// </summary>
public sealed class ContractReview : TrafficClass
{
    public override string Name => "contract-review";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("clause", 1100, pieces: 2)],
            Templates = [[cast.Template("persona", scene), cast.Template("critic", scene)]],
        };
        yield return cast.Scripted(content, language);
    }
}
