using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// The model used as a judge to train a reward model: prompts and candidate answers of every field, marked against
/// rubrics.
/// </summary>
public sealed class RubricGrading : TrafficClass
{
    public override string Name => "rubric-grading";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("rubric", 700)],
            Templates = [[Template.None]],
            Harvest = true,
            System = cast.Dice.Chance(0.4) ? cast.Words("critic", scene) : null,
        };
        yield return cast.Scripted(content, language);
    }
}
