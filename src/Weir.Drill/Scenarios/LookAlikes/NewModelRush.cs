using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.LookAlikes;

/// <summary>
/// Products and people that move to a new model on the day it comes out, because it is better: everybody at once, and
/// otherwise as before.
/// </summary>
public sealed class NewModelRush : HonestGroup
{
    public override string Name => "new-model-rush";

    public override string Summary => "honest products and people who all move to a new model within a day";

    public override (int, long) Size => (120, 30_000);

    public override int Groups => 1;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var count = cast.Members(120, 20);
        for (var i = 0; i < count; i++)
        {
            var language = cast.Language();
            var moves = cast.ReleaseMs + (long)(cast.Dice.Between(0.0, 1.0) * Day);
            if (i % 4 == 0)
            {
                var trade = Scene.Narrow(language, ref cast.Dice);
                var product = new Batch { Scenes = [trade], Items = [Item.Of("document", 700)], Templates = [[cast.Template("summarise", trade)]] };
                var volume = cast.Dice.LogUniform(200, 1500);
                yield return cast.Account(cast.Identity(), product, Rhythms.DrawScripted(ref cast.Dice, volume, cast.Days, cast.Offset(language)), volume, movesAt: moves);
                continue;
            }

            var talk = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
            yield return cast.Account(cast.Identity(), talk, PersonRhythm.Draw(ref cast.Dice, cast.Offset(language), Math.Min(80, cast.Dice.LogNormal(5, 0.9))), int.MaxValue, movesAt: moves);
        }
    }
}
