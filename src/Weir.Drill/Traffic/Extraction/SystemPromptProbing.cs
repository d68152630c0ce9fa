using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A sweep for what stands behind the answers: made-up debug modes, requests for the hidden prompt and the hidden
/// reasoning, in many variations, some hundreds to thousands of them.
/// </summary>
public sealed class SystemPromptProbing : TrafficClass
{
    public override string Name => "system-prompt-probing";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("probe", 350)],
            Templates = [[Template.None]],
            Harvest = true,
            System = cast.Dice.Chance(0.5) ? cast.Words("serve", scene) : null,
        };
        var volume = cast.Scaled(cast.Dice.LogUniform(600, 6000));
        yield return cast.Account(cast.Identity(), content, Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(language)), volume);
    }
}
