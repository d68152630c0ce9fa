using Weir.Drill.Scenarios.LookAlikes;
using Weir.Drill.Scenarios.Parts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Benign;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Scenarios;

/// <summary>
/// A campaign small enough to be watched: three dozen accounts that begin one by one after a day of ordinary
/// traffic and deal one set of reasoning tasks out among each other. For <c>weir demo</c>, in the time of a coffee.
/// </summary>
public sealed class Demonstration : Scenario
{
    public override string Name => "demonstration";

    public override string Summary => "a small campaign among a few hundred ordinary accounts, for a first look";

    public override Label Label => Label.Extraction;

    public override (int, long) Size => (36, 2_000);

    public override double Days => 2.5;

    /// <summary>Days before the campaign begins.</summary>
    public const double Quiet = 1;

    public override IEnumerable<Account> Make(Casting cast)
    {
        var scenes = new[] { Scene.Broad(Language.English), Scene.Broad(Language.Named("de")) };
        var job = Job.Of(cast, scenes, Item.Of("question", 1300), ["think", "persona"]);
        // The built-in model writes at length only where it is asked to, as the large ones do of themselves.
        string[] atLength = ["Explain it in detail.", "Bitte im Detail."];
        for (var i = 0; i < scenes.Length; i++)
        {
            for (var k = 0; k < job.Templates[i].Length; k++)
                job.Templates[i][k] = job.Templates[i][k].Then(atLength[i]);
        }

        var work = new Dealt { Deck = new Deck(cast.Dice.Next()), Scenes = scenes, Jobs = [job] };
        var ties = Ties.Draw(ref cast.Dice, 36) with { AccountsPerCard = 6, AccountsPerBatch = 9, Exits = 8 };
        return new Fleet { Seats = 36, EachSeat = 48, From = Quiet, Stagger = 0.8, Lockstep = true, Content = _ => work, Program = static shape => shape with { MaxTokens = null, Format = Weir.Traffic.AnswerFormat.Text, Choices = 1 } }.Enlist(cast, new Operator(cast, ties));
    }

    /// <summary>The campaign, people, a few products, and groups that share a network, a card or a task and harm nobody.</summary>
    public TrafficPlan Story(ulong seed) => new()
    {
        Seed = seed,
        Days = Days,
        ReleaseDay = Days,
        Scale = 0.3,
        Volume = 0.025,
        Cast =
        [
            (TrafficClasses.People, 200), (new SupportBot(), 2), (new CodingAgent(), 2), (new TicketClassifier(), 2), (new RagAnswers(), 2), (new CommunityBot(), 1), (new OneOpeningLine(), 1),
            (new OfficeNat(), 1), (new Classroom(), 1), (new FamilyCards(), 6), (this, 1),
        ],
    };
}
