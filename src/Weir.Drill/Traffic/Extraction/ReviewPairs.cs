using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Pieces of programs of every kind with the review they deserve, and reviews with the program they lead to: pairs to train a reviewer
/// and a repairer on.
/// </summary>
public sealed class ReviewPairs : TrafficClass
{
    public override string Name => "review-pairs";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Wording.Language.English);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("reviewpair", 1400)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, scene.Language);
    }
}
