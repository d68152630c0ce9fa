using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// A team runs its evaluation every night: the same few hundred to two thousand problems with reasoning templates,
/// over all fields, again and again, a few of them changed. Each night looks like a harvest; the second brings
/// nothing new.
/// </summary>
public sealed class NightlyEvaluation : TrafficClass
{
    public override string Name => "nightly-evaluation";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scenes = cast.Dice.Chance(0.3) ? Wording.Language.DrawSet(ref cast.Dice, 4).Select(Scene.Broad).ToArray() : [Scene.Broad(language)];
        var size = cast.Scaled(cast.Dice.LogUniform(200, 2000));
        var template = cast.Template(cast.Dice.Chance(0.6) ? "think" : "persona", scenes[0]);
        var content = new Rerun(scenes, Item.Of(cast.Dice.Chance(0.5) ? "problem" : "choice", 1300, real: RealKind.Benchmark), template, cast.Dice.Next(), size, 0.02, cast.Real);
        var rhythm = new JobRhythm(JobRhythm.Start.Nightly, cast.Offset(language), cast.Dice.Between(0.0, 24.0), 1, size, cast.Dice.LogNormal(1500, 0.6));
        yield return cast.Account(cast.Identity(), content, rhythm, int.MaxValue);
    }
}
