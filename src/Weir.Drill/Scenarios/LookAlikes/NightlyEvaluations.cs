using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Teams of one firm that run the same suite of benchmark questions every night at the same hour from the same machines,
/// each team on its own account: one template, one client, lockstep, and the same prompts again and again.
/// </summary>
public sealed class NightlyEvaluations : HonestGroup
{
    public override string Name => "nightly-evaluations";

    public override string Summary => "teams of one firm that run one suite every night at the same hour";

    public override (int, long) Size => (32, 100_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Broad(cast.Language());
        var template = cast.Template("think", scene);
        var suite = cast.Dice.Next();
        var size = cast.Dice.LogUniform(100, 400);
        var machines = cast.Identity();
        var domain = FirmDomain(cast, machines);
        var hour = cast.Dice.Between(0.0, 24.0);
        var count = cast.Members(8, 3);
        for (var i = 0; i < count; i++)
        {
            var content = new Rerun([scene], Item.Of("question", 1200, real: RealKind.Benchmark), template, suite, size, 0.02, cast.Real);
            var who = cast.Identity();
            who = who with { Places = [.. machines.Places], Clients = [machines.Clients[0]], Facts = who.Facts with { EmailDomain = domain, Payment = machines.Facts.Payment } };
            yield return cast.Account(who, content, new JobRhythm(JobRhythm.Start.Nightly, 0, hour, 1, size, cast.Dice.LogNormal(1500, 0.4)), int.MaxValue);
        }
    }
}
