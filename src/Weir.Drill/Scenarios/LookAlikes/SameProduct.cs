using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Firms that bought the same product: one template, one system prompt and one client in thirty unrelated accounts, each
/// with its own card, network, customers and trade. An update changes the template everywhere on the same day.
/// </summary>
public sealed class SameProduct : HonestGroup
{
    public override string Name => "same-product";

    public override string Summary => "unrelated firms that use one product, so one template, one client and its updates";

    public override (int, long) Size => (120, 60_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var maker = Scene.Narrow(language, ref cast.Dice);
        var section = cast.Dice.Pick<string>(["openline", "classify", "extract", "summarise", "think"]);
        var (before, after) = (cast.Template(section, maker), cast.Template(section, maker));
        var item = section switch { "classify" => Item.Of("ticket", 9, real: RealKind.Support, answer: "label"), "extract" => Item.Of("invoice", 220), "summarise" => Item.Of("document", 700), "think" => Item.Of("ticket", 900, real: RealKind.Support), _ => Item.Of("ask", 500, real: RealKind.Search) };
        var client = Client.Draw(ref cast.Dice);
        var shape = Shape.Draw(ref cast.Dice);
        var update = (long)(cast.Dice.Between(3.0, 11.0) * Day);
        var count = cast.Members(30, 8);
        for (var i = 0; i < count; i++)
        {
            var trade = Scene.Narrow(cast.Dice.Chance(0.8) ? language : cast.Language(), ref cast.Dice);
            Batch With(Template template) => new() { Scenes = [trade], Items = [item], Templates = [[template]], Real = cast.Real };
            var volume = cast.Dice.LogUniform(150, 1500);
            var rhythm = Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(trade.Language));
            yield return cast.Account(cast.Identity() with { Clients = [client] }, new Infiltrated(With(before), With(after), update, 1), rhythm, volume, shape);
        }
    }
}
