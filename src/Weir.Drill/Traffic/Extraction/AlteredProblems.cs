using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// Known problems altered and solved anew: other numbers, the question turned round, one condition left out. A few hundred become a hundred
/// thousand, each with its solution.
/// </summary>
public sealed class AlteredProblems : TrafficClass
{
    public override string Name => "altered-problems";

    public override Label Label => Label.Extraction;

    public override bool HeldOut => true;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var alter = new Batch { Scenes = [scene], Items = [Item.Of("alter", 1300)], Templates = [[Template.None]], Harvest = true };
        var solve = new Batch { Scenes = [scene], Items = [Item.Of("question", 1300, real: RealKind.Reasoning)], Templates = [[Template.None]], Harvest = true, Real = cast.Real };
        yield return cast.Scripted(new Blend(alter, solve, cast.Dice.Between(0.1, 0.6)), language);
    }
}
