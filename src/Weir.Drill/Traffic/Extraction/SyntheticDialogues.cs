using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Conversations between an invented user and an invented assistant, on every topic, as training data for chat.
/// </summary>
public sealed class SyntheticDialogues : TrafficClass
{
    public override string Name => "synthetic-dialogues";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var languages = Wording.Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 4));
        var scenes = languages.Select(Scene.Broad).ToArray();
        var content = new Batch { Scenes = scenes, Items = [Item.Of("dialogue", 1600)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, languages[0]);
    }
}
