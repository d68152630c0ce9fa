using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Four answers of other models to every sort of prompt, to be ranked with a critique of each: feedback by the thousand, to train a
/// judge or a student on.
/// </summary>
public sealed class RankedAnswers : TrafficClass
{
    public override string Name => "ranked-answers";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("ranklist", 1000)], Templates = [[Template.None]], Harvest = true, System = cast.Dice.Chance(0.3) ? cast.Words("critic", scene) : null };
        yield return cast.Scripted(content, language);
    }
}
