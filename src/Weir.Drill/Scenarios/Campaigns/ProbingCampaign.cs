using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A sweep of some 12,000 requests over 150 accounts that try one technique after the other: made-up debug modes, the
/// hidden prompt, the hidden reasoning. It is over in three days.
/// </summary>
public sealed class ProbingCampaign : Scenario
{
    public override string Name => "probing";

    public override string Summary => "12,000 attempts at the system prompt and the hidden reasoning, by 150 accounts in three days";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (150, 12_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(1, 3)).Select(Scene.Broad).ToArray();
        var work = new Dealt { Deck = new Deck(cast.Dice.Next(), again: 0.05), Scenes = scenes, Jobs = [Job.Bare(Item.Of("probe", 350))] };
        var seats = cast.Members(150, 10);
        return new Fleet { Seats = seats, EachSeat = 95, Stagger = 1, Until = CleanDays + 3, Lockstep = cast.Dice.Chance(0.5), Content = _ => work }
            .Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
