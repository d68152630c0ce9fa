using Weir.Detection.Accounts;
using Weir.Traffic;
using Xunit;

namespace Weir.Detection.Tests;

public sealed class AccountAnalysisTests
{
    /// <summary>Round the clock, at once after each answer, a deck of reasoning templates over ever new subjects.</summary>
    private static List<Exchange> Harvest(string account, int prompts, int seed)
    {
        var random = new Random(seed);
        string[] frames =
        [
            "You are a seasoned expert in this field. Think step by step and lay out your complete reasoning before the final answer about {0}",
            "As a patient professor explain to a student, showing each intermediate step of the derivation, the question of {0} and close with a summary",
            "Work through the following problem with transparent reasoning in think tags, then answer: {0}",
        ];
        var exchanges = new List<Exchange>();
        var time = Traffic.Monday;
        for (var i = 0; i < prompts; i++)
        {
            var prompt = string.Format(System.Globalization.CultureInfo.InvariantCulture, frames[random.Next(frames.Length)], Traffic.NovelQuestion(random));
            var latency = 9_000 + random.Next(30_000);
            exchanges.Add(Traffic.Ask(account, time, prompt, 500 + random.Next(1_200), latency));
            time = time.AddMilliseconds(latency + 60 + random.Next(200)).AddMinutes(random.Next(4) == 0 ? 6 : 2);
        }

        return exchanges;
    }

    /// <summary>An office worker: conversations in working hours, follow-ups, pauses.</summary>
    private static List<Exchange> Person(string account, int days, int seed)
    {
        var random = new Random(seed);
        var exchanges = new List<Exchange>();
        for (var day = 0; day < days; day++)
        {
            var time = Traffic.Monday.AddDays(day).AddHours(8 + random.NextDouble() * 2);
            for (var talk = 0; talk < 3; talk++)
            {
                var opening = "I need some help with " + Traffic.NovelQuestion(random);
                for (var turn = 0; turn < 4; turn++)
                {
                    var ask = AskFacts.None with { AssistantMessages = turn, UserMessages = turn + 1 };
                    exchanges.Add(Traffic.Ask(account, time, turn == 0 ? opening : "and what about " + Traffic.NovelQuestion(random), 150 + random.Next(400), 5_000, ask, opening: opening));
                    time = time.AddSeconds(40 + random.Next(200));
                }

                time = time.AddMinutes(30 + random.Next(120));
            }
        }

        return exchanges;
    }

    private static AccountAnalysis Analyse(IEnumerable<Exchange> exchanges, int threads = 1, params AccountFacts[] facts)
    {
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = threads });
        foreach (var fact in facts)
            analysis.Facts(fact);
        foreach (var batch in exchanges.OrderBy(e => e.Time).Chunk(2_000))
            analysis.ObserveAll(batch);
        analysis.Finish();
        return analysis;
    }

    [Fact]
    public void A_long_harvest_reaches_act_with_reasons_and_exposure()
    {
        var analysis = Analyse(Harvest("h", 2_000, 1));
        var finding = Assert.Single(analysis.Findings());
        Assert.Equal(Verdict.Act, finding.Verdict);
        // An evaluation may ask all of this in two nights: the third day tells.
        Assert.True(finding.ExchangesBeforeWatch < 300, $"{finding.ExchangesBeforeWatch}");
        Assert.True(finding.ExchangesBeforeAct < 900, $"{finding.ExchangesBeforeAct}");
        Assert.True(finding.WatchAt <= finding.ActAt);
        Assert.Contains(finding.Reasons, reason => string.Equals(reason.Signal, "reasoning asked for", StringComparison.Ordinal));
        Assert.Equal("reasoning", finding.Exposure.ByKind[0].Kind);
        Assert.InRange(finding.Exposure.NewTokens, 1, finding.Exposure.Tokens);
    }

    [Fact]
    public void People_at_work_stay_clear()
    {
        var analysis = Analyse(Enumerable.Range(0, 30).SelectMany(i => Person("p" + i, 10, i)));
        Assert.Empty(analysis.Findings());
        Assert.Equal(30, analysis.Findings(all: true).Count);
    }

    [Fact]
    public void A_licence_keeps_the_verdict_clear_and_the_evidence_in_sight()
    {
        var licence = new DistillationLicence(true, null);
        var finding = Assert.Single(Analyse(Harvest("h", 1_000, 2), 1, new AccountFacts { Account = "h", Licence = licence }).Findings());
        Assert.Equal(Verdict.Clear, finding.Verdict);
        Assert.True(finding.Licensed);
        Assert.True(finding.Evidence > Judgement.ActAt);
    }

    [Fact]
    public void A_licence_that_has_run_out_helps_nobody()
    {
        var licence = new DistillationLicence(true, Traffic.Monday.AddDays(-1));
        Assert.Equal(Verdict.Act, Analyse(Harvest("h", 1_000, 2), 1, new AccountFacts { Account = "h", Licence = licence }).Find("h")!.Verdict);
    }

    [Fact]
    public void The_accounts_of_an_organization_are_judged_as_one()
    {
        // Twenty accounts take turns with one deck: each alone has taken fifty prompts.
        var deck = Harvest("x", 1_000, 3).Select((e, i) => e with { Account = "m" + i % 20 }).ToList();
        var facts = Enumerable.Range(0, 20).Select(i => new AccountFacts { Account = "m" + i, Organization = "o" }).ToArray();
        Assert.DoesNotContain(Analyse(deck).Findings(), f => f.Verdict == Verdict.Act);
        Assert.All(Analyse(deck, 1, facts).Findings(), f => Assert.Equal(Verdict.Act, f.Verdict));
    }

    [Fact]
    public void The_result_is_the_same_for_any_number_of_threads_and_event_by_event()
    {
        var exchanges = Enumerable.Range(0, 12).SelectMany(i => Person("p" + i, 5, i)).Concat(Harvest("h", 900, 5)).Concat(Harvest("g", 300, 6)).ToList();
        var one = Analyse(exchanges).Findings(all: true);
        var many = Analyse(exchanges, 4).Findings(all: true);
        var live = new AccountAnalysis();
        foreach (var exchange in exchanges.OrderBy(e => e.Time))
            live.Observe(exchange);
        live.Finish();
        Assert.Equal(one.Select(Line), many.Select(Line));
        Assert.Equal(one.Select(Line), live.Findings(all: true).Select(Line));

        static string Line(Finding f) => $"{f.Account} {f.Verdict} {f.Evidence:R} {f.WatchAt:O} {f.ActAt:O} {f.ExchangesBeforeAct} {f.Exposure.NewTokens} {string.Join('|', f.Reasons.Select(r => r.Says))}";
    }

    [Fact]
    public void A_log_in_order_of_completion_gives_the_same_as_in_order_of_arrival()
    {
        var exchanges = Harvest("h", 600, 7).Concat(Person("p", 5, 8)).ToList();
        var inOrder = Analyse(exchanges).Find("h")!;
        var analysis = new AccountAnalysis(new AnalysisOptions { ReorderWindow = TimeSpan.FromMinutes(5) });
        foreach (var exchange in exchanges.OrderBy(e => e.Time.AddMilliseconds(e.LatencyMs)))
            analysis.Observe(exchange);
        analysis.Finish();
        Assert.Equal(inOrder.Evidence, analysis.Find("h")!.Evidence);
        Assert.Equal(0, analysis.Summary.Late);
    }

    [Fact]
    public void One_line_from_the_future_moves_nothing_else()
    {
        var exchanges = Harvest("h", 600, 7);
        exchanges.Insert(3, Traffic.Ask("odd", Traffic.Monday.AddYears(70), "hello there"));
        var analysis = new AccountAnalysis();
        foreach (var exchange in exchanges)
            analysis.Observe(exchange);
        analysis.Finish();
        Assert.Equal(0, analysis.Summary.Late);
        Assert.NotNull(analysis.Find("h")!.WatchAt);
    }
}
