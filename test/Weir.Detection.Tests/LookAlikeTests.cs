using Weir.Detection.Accounts;
using Weir.Traffic;
using Xunit;

namespace Weir.Detection.Tests;

/// <summary>Honest traffic that looks like a harvest in one way or another, as a person would describe it.</summary>
public sealed class LookAlikeTests
{
    private static Finding Judge(Func<int, Random, Exchange> make, int count)
    {
        var random = new Random(11);
        var analysis = new AccountAnalysis();
        for (var i = 0; i < count; i++)
            analysis.Observe(make(i, random));
        analysis.Finish();
        return analysis.Find("a")!;
    }

    private static void StaysBelowAct(Finding finding)
    {
        Assert.NotEqual(Verdict.Act, finding.Verdict);
        Assert.Null(finding.ActAt);
    }

    [Fact]
    public void A_classifier_by_the_hundred_thousand_stays_clear()
    {
        string[] goods = ["kettle", "lamp", "sofa", "tent", "drill", "pan", "rug", "desk"];
        string[] faults = ["arrived broken", "is far too small", "works well", "smells odd", "was late", "is a fine gift"];
        var finding = Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddSeconds(i * 20), $"Decide whether the review is positive or negative and answer with one word only.\nReview: the {goods[r.Next(8)]} {faults[r.Next(6)]}, order {i}", 2, 300), 6_000);
        Assert.Equal(Verdict.Clear, finding.Verdict);
        Assert.Null(finding.WatchAt);
    }

    [Fact]
    public void A_nightly_suite_that_asks_the_same_every_night_stays_below_act()
    {
        var suite = Enumerable.Range(0, 200).Select(i => "Solve and show every step: " + Traffic.NovelQuestion(new Random(i))).ToList();
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddDays(i / 200).AddHours(1).AddSeconds(i % 200 * 15), suite[i % 200], 600, 12_000), 2_400));
    }

    [Fact]
    public void A_benchmark_that_is_over_after_three_hours_stays_below_act() =>
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddHours(9).AddSeconds(i * 7), "Think step by step, then answer with one letter: " + Traffic.NovelQuestion(r), 400, 6_000), 1_500));

    [Fact]
    public void Translating_a_catalogue_stays_below_act()
    {
        string[] parts = ["steel", "oak", "cotton", "glass", "leather", "rubber", "ceramic"];
        string[] things = ["handle", "drawer", "sleeve", "bowl", "strap", "seal", "tile", "hinge"];
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddSeconds(i * 30), $"Translate the product text into French and keep the units: {parts[r.Next(7)]} {things[r.Next(8)]}, {r.Next(90)} cm, pack of {r.Next(9)}, item {i}", 45, 900), 5_000));
    }

    [Fact]
    public void A_desk_that_argues_over_its_own_contracts_stays_below_act()
    {
        string[] parties = ["the tenant", "the landlord", "the supplier", "the buyer", "the lender", "the guarantor"];
        string[] duties = ["shall repair", "may terminate", "must insure", "shall indemnify", "may assign", "must notify"];
        string[] objects = ["the premises", "the goods", "this lease", "the loan", "the deposit", "the roof", "the notice"];
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddMinutes(i * 9),
            $"You are a seasoned lawyer. Explain your reasoning step by step and name each risk in this clause: {parties[r.Next(6)]} {duties[r.Next(6)]} {objects[r.Next(7)]} within {r.Next(2, 900)} days, {parties[r.Next(6)]} {duties[r.Next(6)]} {objects[r.Next(7)]}, clause {i}", 450, 9_000), 2_000));
    }

    [Fact]
    public void A_suite_that_goes_on_the_next_night_where_it_stopped_stays_below_act()
    {
        var suite = Enumerable.Range(0, 500).Select(i => "Solve step by step, showing your reasoning: " + Traffic.NovelQuestion(new Random(i))).ToList();
        // The first night ends after four fifths of the set.
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddDays(i / 400).AddHours(1).AddSeconds(i % 400 * 12), suite[i % 500], 600, 9_000), 3_200));
    }

    [Fact]
    public void A_prompt_template_of_a_product_whose_users_go_on_talking_stays_clear()
    {
        var finding = Judge((i, r) =>
        {
            // Three users at a time, who talk across each other as users do.
            var turn = i / 3 % 3;
            var opening = "As a friendly study coach, answer in detail: " + Traffic.NovelQuestion(new Random(i / 9 * 3 + i % 3));
            var ask = AskFacts.None with { AssistantMessages = turn, UserMessages = turn + 1 };
            return Traffic.Ask("a", Traffic.Monday.AddMinutes(i * 4), turn == 0 ? opening : "and then what about " + Traffic.NovelQuestion(r), 350, 6_000, ask, opening: opening);
        }, 3_000);
        Assert.Equal(Verdict.Clear, finding.Verdict);
        Assert.Null(finding.WatchAt);
    }

    [Fact]
    public void A_model_that_talks_with_a_model_round_the_clock_reaches_watch_and_no_further()
    {
        // The same talks, one after the other and never two at once, at a pace that nobody types at.
        var finding = Judge((i, r) =>
        {
            var turn = i % 3;
            var opening = Traffic.NovelQuestion(new Random(i / 3));
            var ask = AskFacts.None with { AssistantMessages = turn, UserMessages = turn + 1 };
            return Traffic.Ask("a", Traffic.Monday.AddMinutes(i), turn == 0 ? opening : Traffic.NovelQuestion(r), 350, 6_000, ask, opening: opening);
        }, 4_000);
        Assert.Equal(Verdict.Watch, finding.Verdict);
        Assert.Null(finding.ActAt);
    }

    [Fact]
    public void A_deck_dealt_behind_a_resellers_customers_reaches_watch_and_says_where()
    {
        // Nine in ten exchanges are conversations of many people, one in ten fills a template that nobody goes on with.
        var random = new Random(12);
        var analysis = new AccountAnalysis();
        for (var i = 0; i < 4_000; i++)
        {
            var time = Traffic.Monday.AddMinutes(i * 3);
            var turn = i % 3;
            var opening = Traffic.NovelQuestion(new Random(i / 3));
            var ask = AskFacts.None with { AssistantMessages = turn, UserMessages = turn + 1 };
            analysis.Observe(i % 10 == 9
                ? Traffic.Ask("a", time, "You are an expert. Think step by step and lay out your complete reasoning about " + Traffic.NovelQuestion(random), 900, 9_000)
                : Traffic.Ask("a", time, turn == 0 ? opening : "and " + Traffic.NovelQuestion(random), 200, 4_000, ask, opening: opening));
        }

        analysis.Finish();
        var finding = analysis.Find("a")!;
        Assert.NotNull(finding.WatchAt);
        Assert.Null(finding.ActAt);
        Assert.Contains(finding.Reasons, reason => string.Equals(reason.Signal, "flow inside the account", StringComparison.Ordinal));
    }

    [Fact]
    public void Much_that_is_new_and_broad_is_not_enough_for_act() =>
        StaysBelowAct(Judge((i, r) => Traffic.Ask("a", Traffic.Monday.AddMinutes(i * 5), Traffic.NovelQuestion(r), 400, 6_000), 3_500));

    [Theory]
    [InlineData("max tokens")]
    [InlineData("client")]
    [InlineData("network")]
    [InlineData("script")]
    [InlineData("language")]
    [InlineData("seed and temperature")]
    [InlineData("log-probabilities")]
    public void No_attribute_alone_moves_a_verdict(string attribute)
    {
        // A person's conversations, ordinary in all but one attribute, which is at its oddest in every exchange.
        var finding = Judge((i, r) =>
        {
            var turn = i % 4;
            var time = Traffic.Monday.AddDays(i / 24).AddHours(9 + i % 24 / 4 * 1.5).AddMinutes(turn * 2 + r.NextDouble());
            var ask = AskFacts.None with { AssistantMessages = turn };
            ask = attribute switch
            {
                "max tokens" => ask with { MaxTokens = 8_192 },
                "seed and temperature" => ask with { Seeded = true, Temperature = 0 },
                "log-probabilities" => ask with { Logprobs = true, TopLogprobs = 20, BiasedTokens = 5, BiasBeyondBans = true },
                _ => ask,
            };
            var prompt = attribute == "script" ? "ما رأيك في " + Traffic.NovelQuestion(r) : attribute == "language" ? (i % 2 == 0 ? "请问" : "Скажите, ") + Traffic.NovelQuestion(r) : "What about " + Traffic.NovelQuestion(r);
            return Traffic.Ask("a", time, prompt, 200, 4_000, ask) with { UserAgent = attribute == "client" ? "python-requests " + r.Next(1_000) : null, Network = attribute == "network" ? new KeyedHash((ulong)r.Next(1, 5_000)) : KeyedHash.None };
        }, 600);
        Assert.Equal(Verdict.Clear, finding.Verdict);
        Assert.Null(finding.WatchAt);
    }
}
