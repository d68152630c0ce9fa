using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A persona for every prompt: thousands of invented people, each of whom poses a hard question of their trade and has it
/// answered in full. Diversity by design, for a training set.
/// </summary>
public sealed class InventedPersonas : TrafficClass
{
    public override string Name => "invented-personas";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("inpersona", 1500)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, language);
    }
}
