using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Over 100,000 prompts by one campaign, most of them not in English, each with the demand that the reasoning shown stay in
/// the language of the question: reasoning traces in many languages. Three hundred accounts share the work out.
/// </summary>
public sealed class MultilingualPrompts : Scenario
{
    public override string Name => "multilingual";

    public override string Summary => "100,000 reasoning prompts in a dozen languages, each to be reasoned in its own";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (300, 100_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = Language.DrawSet(ref cast.Dice, cast.Dice.Between(8, 14)).Select(Scene.Broad).ToArray();
        var jobs = new[] { Item.Of("question", 1300, real: RealKind.Reasoning), Item.Of("choice", 1200, real: RealKind.Benchmark), Item.Of("problem", 1300, real: RealKind.Reasoning) }
            .Select(item => Job.Of(cast, scenes, item, ["think"], cast.Dice.Between(1, 2))).ToArray();
        for (var i = 0; i < scenes.Length; i++)
        {
            foreach (var job in jobs)
            {
                for (var k = 0; k < job.Templates[i].Length; k++)
                    job.Templates[i][k] = job.Templates[i][k].Then(cast.Words("samelang", scenes[i]));
            }
        }

        var work = new Dealt { Deck = new Deck(cast.Dice.Next()), Scenes = scenes, Jobs = jobs, Real = cast.Real };
        var seats = cast.Members(300, 12);
        return new Fleet { Seats = seats, EachSeat = 400, Lockstep = true, Content = _ => work }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
