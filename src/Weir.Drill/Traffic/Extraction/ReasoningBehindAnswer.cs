using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Questions that the thief has answers to, sent with the answer, to get the reasoning that leads from the one to
/// the other: any field, a few wordings.
/// </summary>
public sealed class ReasoningBehindAnswer : TrafficClass
{
    public override string Name => "reasoning-behind-answer";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("behind", 1200)],
            Templates = [[Template.None]],
            Harvest = true,
            System = cast.Dice.Chance(0.5) ? cast.Words("persona", scene) : null,
        };
        yield return cast.Scripted(content, language);
    }
}
