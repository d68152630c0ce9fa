using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A laboratory evaluates what it builds, night by night: a few suites over all fields in turn, and a judge that grades the day's own
/// answers, which are new each time. The first nights bring only new prompts.
/// </summary>
public sealed class EvaluationRounds : TrafficClass
{
    public override string Name => "evaluation-rounds";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var suites = new Content[cast.Dice.Between(3, 6)];
        var nightly = 0;
        for (var i = 0; i < suites.Length; i++)
        {
            var size = cast.Scaled(cast.Dice.LogUniform(80, 500));
            nightly += size;
            suites[i] = new Rerun([scene], Item.Of(cast.Dice.Pick<string>(["choice", "problem", "codetask"]), cast.Dice.Pick<double>([20, 600, 1400]), real: RealKind.Benchmark), cast.Template("think", scene), cast.Dice.Next(), size, 0.02, cast.Real);
        }

        var judge = new Batch { Scenes = [scene], Items = [Item.Of("rubric", 350)], Templates = [[Template.None]] };
        var rhythm = new JobRhythm(JobRhythm.Start.Nightly, cast.Offset(language), cast.Dice.Between(0.0, 24.0), 1, nightly / 2.0, cast.Dice.LogNormal(1800, 0.6));
        yield return cast.Account(cast.Identity(), new Blend(new Turns(suites, nightly / (double)suites.Length), judge, cast.Dice.Between(0.05, 0.25)), rhythm, int.MaxValue);
    }
}
