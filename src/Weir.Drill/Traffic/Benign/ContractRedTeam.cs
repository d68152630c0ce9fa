using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Testers under contract try to break a customer's own product: its system prompt in every request, attempts by the hundred, the same
/// suite again after each repair.
/// </summary>
public sealed class ContractRedTeam : TrafficClass
{
    public override string Name => "contract-red-team";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var language = cast.Language();
        var scene = Scene.Narrow(language, ref cast.Dice);
        var suite = new Rerun([Scene.Broad(language)], Item.Of("attempt", 300), Template.None, cast.Dice.Next(), cast.Dice.Between(80, 400), 0.05, null);
        var product = new Batch { Scenes = [scene], Items = [Item.Of("ticket", 400)], Templates = [[Template.None]], System = cast.Words("serve", scene) };
        var volume = cast.Scaled(cast.Dice.LogUniform(600, 5000));
        yield return cast.Account(cast.Identity(), new Blend(suite, product, cast.Dice.Between(0.2, 0.5)), Accounts.Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(language)), volume);
    }
}
