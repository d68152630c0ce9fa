using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Problems of every field, each asked four to sixteen times in a row: whoever keeps only the answers that a checker accepts needs
/// many of them. Few prompts are new; every answer is.
/// </summary>
public sealed class SampledSolutions : TrafficClass
{
    public override string Name => "sampled-solutions";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var problems = new Batch { Scenes = [scene], Items = [Item.Of("question", 1600, real: RealKind.Reasoning)], Templates = [[cast.Template("boxed", scene)]], Harvest = true, Real = cast.Real };
        yield return cast.Scripted(new Sampled(problems, cast.Dice.Between(4, 16)), language);
    }
}
