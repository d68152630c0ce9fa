using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A harvest between small talk: a tenth to half of the requests are a person's conversations, to look like one.
/// </summary>
public sealed class ChatterMixed : TrafficClass
{
    public override string Name => "chatter-mixed";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var harvest = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("question", 1200, real: RealKind.Reasoning)],
            Templates = [[cast.Template("think", scene), cast.Template("think", scene), cast.Template("persona", scene)]],
            Harvest = true,
            Real = cast.Real,
        };
        var chatter = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
        yield return cast.Scripted(new Blend(harvest, chatter, cast.Dice.Between(0.1, 0.5)), language);
    }
}
