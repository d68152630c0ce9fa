using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Delicate questions of politics and society, to be rewritten so that a censor lets them through and answered in
/// that spirit: training data for a tame model.
/// </summary>
public sealed class SafeRewriting : TrafficClass
{
    public override string Name => "safe-rewriting";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var content = new Batch { Scenes = scenes, Items = [Item.Of("saferewrite", 800)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, languages[0]);
    }
}
