using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Benchmarks carried into other languages: each question with its choices translated, and answered with the explanation, for a
/// student that shall be good in them too.
/// </summary>
public sealed class LocalisedBenchmarks : TrafficClass
{
    public override string Name => "localised-benchmarks";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(cast.Dice.Chance(0.6) ? Wording.Language.English : cast.Language());
        var templates = new Template[cast.Dice.Between(2, 9)];
        for (var i = 0; i < templates.Length; i++)
            templates[i] = cast.Template("localise", scene);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("choice", 1200, real: RealKind.Benchmark)], Templates = [templates], Harvest = true, Real = cast.Real };
        yield return cast.Scripted(content, scene.Language);
    }
}
