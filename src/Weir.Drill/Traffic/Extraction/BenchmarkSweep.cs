using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Questions in the form of benchmarks, thousands of them over all fields and never the same twice, through a
/// template or two, for a student that shall do well in tests. It goes on for days.
/// </summary>
public sealed class BenchmarkSweep : TrafficClass
{
    public override string Name => "benchmark-sweep";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch
        {
            Scenes = [scene],
            Items = [Item.Of("choice", 900, real: RealKind.Benchmark), Item.Of("question", 900, real: RealKind.Benchmark)],
            Templates = [[cast.Template("think", scene), cast.Template("think", scene)]],
            Harvest = true,
            Real = cast.Real,
        };
        yield return cast.Scripted(content, language);
    }
}
