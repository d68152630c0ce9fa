using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios.Campaigns;

/// <summary>
/// Log-probabilities taken by forty accounts to rebuild the last layer: the highest choices of very short answers, with
/// biases that shift from run to run, over prompts that mean nothing.
/// </summary>
public sealed class LogprobCampaign : Scenario
{
    public override string Name => "logprobs";

    public override string Summary => "log-probabilities with shifting biases, swept by forty accounts";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (40, 60_000);

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = new[] { Scene.Broad(cast.Language()) };
        var work = new Dealt
        {
            Deck = new Deck(cast.Dice.Next()),
            Scenes = scenes,
            Jobs = [Job.Bare(Item.Of("say", 8, real: RealKind.Chat)), Job.Bare(Item.Of("question", 8, real: RealKind.Benchmark))],
            Real = cast.Real,
        };
        var seats = cast.Members(40, 8);
        var most = cast.Dice.Pick<int>([1, 2, 4, 16]);
        return new Fleet
        {
            Seats = seats,
            EachSeat = 2_000,
            Content = _ => work,
            Program = shape => shape with { Dialect = Weir.Traffic.Dialect.OpenAiChat, Logprobs = true, TopLogprobs = 20, BiasedTokens = cast.Dice.Between(1, 60), MaxTokens = most },
        }.Enlist(cast, new Operator(cast, Ties.Draw(ref cast.Dice, seats)));
    }
}
