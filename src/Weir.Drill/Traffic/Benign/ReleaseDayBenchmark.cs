using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Somebody measures the new model on the day it comes out: one to four thousand benchmark questions over all
/// fields in a few hours, and then no more. A harvest that ends after a day.
/// </summary>
public sealed class ReleaseDayBenchmark : TrafficClass
{
    public override string Name => "release-day-benchmark";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Broad(language);
        var size = cast.Scaled(cast.Dice.LogUniform(800, 4000));
        var content = new Rerun([scene], Item.Of(cast.Dice.Chance(0.5) ? "choice" : "question", cast.Dice.Chance(0.5) ? 30 : 1200, real: RealKind.Benchmark), cast.Template("think", scene), cast.Dice.Next(), size, 0, cast.Real);
        var release = Math.Min(cast.Days * 0.6, 8.0);
        var rhythm = new JobRhythm(JobRhythm.Start.Sometimes, 0, 0, 24, size, cast.Dice.LogNormal(1200, 0.5));
        yield return cast.Account(cast.Identity() with { From = (long)((release + cast.Dice.Between(0.0, 0.6)) * 86_400_000), Model = Models.Newcomer }, content, rhythm, size);
    }
}
