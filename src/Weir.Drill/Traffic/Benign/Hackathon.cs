using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Benign;

/// <summary>
/// Two days of a hackathon: dozens of accounts registered the same morning from one network with vouchers, trying
/// everything at once, prompts by script and by hand, and then gone.
/// </summary>
public sealed class Hackathon : TrafficClass
{
    public override string Name => "hackathon";

    public override Label Label => Label.Benign;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var hall = Place.Draw(ref cast.Dice);
        var day = cast.Dice.Between(0.5, Math.Max(1, cast.Days - 3));
        var count = cast.Dice.Between(12, 50);
        for (var i = 0; i < count; i++)
        {
            var language = cast.Dice.Chance(0.7) ? Wording.Language.English : cast.Language();
            var idea = Scene.Narrow(language, ref cast.Dice);
            var byHand = new Talk(Scene.Interests(language, ref cast.Dice), Manner.Draw(ref cast.Dice) with { Errands = [1, 6, 0, 0, 0.5, 0] }, cast.Real);
            var byScript = new Batch
            {
                Scenes = [idea],
                Items = [Item.Of("ask", 500), Item.Of("codetask", 900)],
                Templates = [[cast.Template("openline", idea)]],
            };
            var who = cast.Identity();
            var from = (long)((day + cast.Dice.Between(0.0, 0.2)) * 86_400_000);
            who = who with
            {
                From = from,
                Places = [hall.Neighbour(ref cast.Dice)],
                Facts = who.Facts with { Created = cast.Start.AddMilliseconds(from - 1_800_000), SignedUpFrom = hall, Verified = false },
            };
            var volume = cast.Dice.LogUniform(30, 500);
            yield return cast.Account(who, new Turns([byHand, byScript], 25), new SteadyRhythm(volume / cast.Dice.Between(0.4, 1.8)), volume);
        }
    }
}
