using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// A call centre: forty people with an account each who work in shifts with the same sheet of wordings on the desk, from one
/// building. They begin and stop together, ask about the same goods under the same templates, and never about anything else.
/// </summary>
public sealed class CallCentre : HonestGroup
{
    public override string Name => "call-centre";

    public override string Summary => "forty people in shifts in one building with the same sheet of templates";

    public override (int, long) Size => (80, 28_000);

    public override int Groups => 2;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scene = Scene.Narrow(cast.Language(), ref cast.Dice);
        var templates = Enumerable.Range(0, cast.Dice.Between(2, 5)).Select(k => cast.Template(k % 2 == 0 ? "ragask" : "openline", scene)).ToArray();
        var building = cast.Identity();
        var domain = FirmDomain(cast, building);
        var offset = cast.Offset(scene.Language);
        var count = cast.Members(40, 10);
        for (var i = 0; i < count; i++)
        {
            var calls = new Batch { Scenes = [scene], Items = [Item.Of("ticket", 500, real: RealKind.Support)], Templates = [templates], Real = cast.Real };
            var who = cast.Identity();
            who = who with { Places = [building.Places[0]], Clients = [building.Clients[0]], Facts = who.Facts with { EmailDomain = domain, Payment = building.Facts.Payment } };
            yield return cast.Account(who, calls, new PersonRhythm(offset + (8 * (i % 3)), 1.2, 40, 300_000, 0.4), cast.Dice.LogUniform(150, 900));
        }
    }
}
