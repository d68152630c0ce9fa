using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// A laboratory's part of the hydra: 150,000 exchanges of reasoning on many tasks, marking by rubrics, rewriting of
/// delicate questions, and the reasoning behind finished answers. Accounts act at the same times with the same wording,
/// share cards, and carry an even load.
/// </summary>
public sealed class ReasoningLab : Scenario
{
    public override string Name => "lab-reasoning";

    public override string Summary => "150,000 exchanges: reasoning, grading, safe rewriting, the reasoning behind answers; in lockstep, on shared cards";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (250, 150_000);

    public override IEnumerable<Account> Make(Casting cast) => Enlist(cast, cast.Members(250, 12), 700);

    internal static List<Account> Enlist(Casting cast, int seats, double each)
    {
        var scenes = new[] { Language.Draw(ref cast.Dice), Language.English }.Distinct().Select(Scene.Broad).ToArray();
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs =
            [
                Job.Of(cast, scenes, Item.Of("question", 1300, real: RealKind.Reasoning), ["think", "persona"], 1, 4),
                Job.Bare(Item.Of("rubric", 700), 2),
                Job.Bare(Item.Of("saferewrite", 800), 2),
                Job.Bare(Item.Of("behind", 1200), 2),
            ],
            Real = cast.Real,
        };
        var ties = Ties.Draw(ref cast.Dice, seats) with { AccountsPerCard = cast.Dice.LogUniform(4, 30) };
        return new Fleet { Seats = seats, EachSeat = each, Lockstep = true, Content = _ => work }.Enlist(cast, new Operator(cast, ties));
    }
}
