using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A harvester who has read how harvesters are found: every prompt is worded anew, every account keeps a person's hours,
/// no network, card, mail domain or client is used twice, a third of it is chatter, and accounts are old or young like
/// anybody's. What is left is that one set of hard questions is dealt out, each once.
/// </summary>
public sealed class Adaptive : Scenario
{
    public override string Name => "adaptive";

    public override string Summary => "templates reworded each time, jittered hours, nothing used twice, a third of it chatter";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (150, 30_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 3)).Select(Scene.Broad).ToArray();
        var cards = new Dealt
        {
            Deck = new Deck(cast.Dice.Next(), again: 0),
            Scenes = scenes,
            Jobs = [Job.Bare(Item.Of("question", 1200, real: RealKind.Reasoning)), Job.Bare(Item.Of("choice", 1100, real: RealKind.Benchmark), 0.5)],
            Real = cast.Real,
        };
        var work = new Retold(cards, ["think", "persona", "textbook", "homework"]);
        return new Fleet
        {
            Seats = cast.Members(150, 12),
            EachSeat = 260,
            Stagger = 3,
            Content = _ =>
            {
                var own = Scene.Interests(scenes[cast.Dice.Below(scenes.Length)].Language, ref cast.Dice);
                return new Blend(work, new Talk(own, Manner.Draw(ref cast.Dice), cast.Real), cast.Dice.Between(0.25, 0.45));
            },
            Rhythm = (volume, days) => PersonRhythm.Draw(ref cast.Dice, cast.Dice.Between(-8.0, 9.0), 1.15 * volume / days),
        }.Enlist(cast, new Operator(cast, Ties.None with { Aged = 0.7 }));
    }
}
