using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Instructions that breed instructions: make this one harder and solve it, invent ten more and answer all. The
/// answers are a training set.
/// </summary>
public sealed class InstructionEvolution : TrafficClass
{
    public override string Name => "instruction-evolution";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var content = new Batch { Scenes = [scene], Items = [Item.Of("evolve", 1500)], Templates = [[Template.None]], Harvest = true };
        yield return cast.Scripted(content, language);
    }
}
