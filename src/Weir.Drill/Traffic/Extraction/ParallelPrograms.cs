using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// The same program in two or three languages at a time, over every task, with tests and comments: pairs to train a
/// translator of code on.
/// </summary>
public sealed class ParallelPrograms : TrafficClass
{
    public override string Name => "parallel-programs";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Wording.Language.English);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("parallelcode", 1900)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, scene.Language);
    }
}
