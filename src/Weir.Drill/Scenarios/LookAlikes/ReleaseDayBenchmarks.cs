using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A new model is out: dozens of strangers, many with fresh accounts, run the same public benchmark on it with the same
/// published script, once, within two days.
/// </summary>
public sealed class ReleaseDayBenchmarks : HonestGroup
{
    public override string Name => "release-day";

    public override string Summary => "strangers who run one public benchmark on a new model, once, with one script";

    public override (int, long) Size => (100, 80_000);

    public override int Groups => 2;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(Language.English);
        var template = cast.Template("think", scene);
        var benchmark = cast.Dice.Next();
        var size = cast.Dice.LogUniform(300, 1200);
        var script = Client.Draw(ref cast.Dice);
        var shape = Shape.Draw(ref cast.Dice);
        var release = cast.ReleaseMs / Day;
        var count = cast.Members(50, 12);
        for (var i = 0; i < count; i++)
        {
            var content = new Rerun([scene], Item.Of("choice", cast.Dice.Chance(0.5) ? 30 : 900, real: RealKind.Benchmark), template, benchmark, size, 0, cast.Real);
            var who = cast.Identity();
            var day = release + cast.Dice.Between(0.02, 2.0);
            who = (cast.Dice.Chance(0.5) ? Fresh(cast, who, day, 2) : who with { From = (long)(day * Day) }) with { Clients = [script], Model = Models.Newcomer };
            yield return cast.Account(who, content, new JobRhythm(JobRhythm.Start.Sometimes, 0, 0, 24, size, cast.Dice.LogNormal(1200, 0.5)), size, shape, movesAt: 0);
        }
    }
}
