using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Every question that people disagree about, argued from both sides and weighed: long answers on all the world, worded in a dozen ways.
/// </summary>
public sealed class BothSides : TrafficClass
{
    public override string Name => "both-sides";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        yield return cast.Scripted(new Reworded(scene, ["argue", "argue", "weigh"], Item.Of("matter", 1700), null), language);
    }
}
