using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Chosen and rejected answers made in pairs for every sort of question, to train on preferences, with cleaning of
/// transcripts in between.
/// </summary>
public sealed class PreferencePairs : TrafficClass
{
    public override string Name => "preference-pairs";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("preference", 1100), Item.Of("preference", 1100), Item.Of("clean", 900)],
            Templates = [[Template.None]],
            Harvest = true,
        };
        yield return cast.Scripted(content, language);
    }
}
