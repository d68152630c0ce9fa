using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Extraction;

/// <summary>
/// A few tasks shown, more wanted: the model continues a list of instructions on everything, and then answers, one by one, what it
/// invented. A set of instructions from a handful of seeds.
/// </summary>
public sealed class SeedBootstrapping : TrafficClass
{
    public override string Name => "seed-bootstrapping";

    public override Label Label => Label.Extraction;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var ask = new Batch { Scenes = [scene], Items = [Item.Of("seedlist", 1500)], Templates = [[Template.None]], Harvest = true };
        var answer = new Batch { Scenes = [scene], Items = [Item.Of("instance", 900, real: RealKind.Chat)], Templates = [[cast.Template("answerinstance", scene)]], Harvest = true, Real = cast.Real };
        yield return cast.Scripted(new Blend(ask, answer, cast.Dice.Between(0.4, 0.9)), language);
    }
}
