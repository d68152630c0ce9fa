using System.Text.Json;
using Weir.Drill.Scenarios;
using Weir.Drill.Tests.Traffic;
using Weir.Drill.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Scenarios;

public sealed class ScenarioTests
{
    private const long Day = 86_400_000;

    private sealed class Tally
    {
        public long Exchanges;
        public long Harvest;
        public long FirstHarvest = long.MaxValue;
        public long First = long.MaxValue;
        public HashSet<string> Accounts { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Prompts { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Models { get; } = new(StringComparer.Ordinal);
        public int Refused;
    }

    /// <summary>The scenario's own accounts, without the ordinary ones around them.</summary>
    private static TrafficPlan Alone(Scenario scenario, double scale, ulong seed = 3) =>
        scenario.Plan(seed, scale) with { Cast = [(scenario, scenario.Groups)] };

    private static Tally Count(Scenario scenario, double scale, ulong seed = 3)
    {
        var tally = new Tally();
        Made.Each(Alone(scenario, scale, seed), made =>
        {
            tally.Exchanges++;
            tally.Accounts.Add(made.By.Who.Account);
            tally.First = Math.Min(tally.First, made.AtMs);
            tally.Models.Add(made.Model);
            tally.Refused += made.Status == 403 ? 1 : 0;
            if (!made.Harvest)
                return;
            tally.Harvest++;
            tally.FirstHarvest = Math.Min(tally.FirstHarvest, made.AtMs);
            tally.Prompts.Add(made.Prompt.ToString());
        });
        return tally;
    }

    [Fact]
    public void Every_campaign_on_record_and_every_look_alike_has_a_name_of_its_own()
    {
        Assert.True(ScenarioList.Campaigns.Count() >= 12);
        Assert.True(ScenarioList.LookAlikes.Count() >= 12);
        var names = ScenarioList.All.Select(static one => one.Name).Concat(TrafficClasses.All.Select(static kind => kind.Name)).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Each scenario once, small, without the ordinary accounts.</summary>
    private static readonly Lazy<Dictionary<string, (double Scale, Tally Tally)>> Small = new(static () => ScenarioList.All.ToDictionary(
        static one => one.Name, static one => { var scale = Math.Min(0.5, 12_000.0 / one.Size.Exchanges); return (scale, Count(one, scale)); }, StringComparer.Ordinal));

    [Fact]
    public void A_scenario_is_about_as_large_as_it_says()
    {
        foreach (var scenario in ScenarioList.All)
        {
            var (scale, tally) = Small.Value[scenario.Name];
            Assert.True(tally.Exchanges > 0.3 * scale * scenario.Size.Exchanges, $"{scenario.Name}: {tally.Exchanges}");
            // Groups do not shrink below a handful of accounts, which is a lot where the full size is millions.
            if (scenario.Size.Exchanges < 1_000_000)
                Assert.True(tally.Exchanges < (2.5 * scale * scenario.Size.Exchanges) + 60_000, $"{scenario.Name}: {tally.Exchanges}");
        }
    }

    [Fact]
    public void Campaigns_harvest_after_clean_days_and_look_alikes_never()
    {
        foreach (var scenario in ScenarioList.All)
        {
            var tally = Small.Value[scenario.Name].Tally;
            if (scenario.Label == Label.Benign)
                Assert.True(tally.Harvest == 0, scenario.Name);
            else
                Assert.True(tally.Harvest > 0 && tally.FirstHarvest >= Scenario.CleanDays * Day, scenario.Name);
        }
    }

    [Fact]
    public void One_set_is_dealt_out_and_hardly_a_prompt_comes_twice()
    {
        foreach (var name in (string[])["multilingual", "low-and-slow", "lab-reasoning", "replaced", "adaptive"])
        {
            var tally = Small.Value[name].Tally;
            Assert.True(tally.Prompts.Count > 0.97 * tally.Harvest, $"{name}: {tally.Prompts.Count} of {tally.Harvest}");
        }
    }

    [Fact]
    public void No_beginning_of_a_prompt_is_the_mark_of_all_campaigns()
    {
        // Which beginnings make up a tenth of a campaign's prompts differs from seed to seed.
        var common = new Dictionary<string, int>(StringComparer.Ordinal);
        const int Seeds = 8;
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var heads = new Dictionary<string, int>(StringComparer.Ordinal);
            var all = 0;
            Made.Each(Alone(ScenarioList.Named("low-and-slow")!, 0.02, seed), made =>
            {
                var head = made.Prompt.ToString()[..Math.Min(30, made.Prompt.Length)];
                heads[head] = heads.GetValueOrDefault(head) + 1;
                all++;
            });
            foreach (var (head, count) in heads)
            {
                if (count * 10 > all)
                    common[head] = common.GetValueOrDefault(head) + 1;
            }
        }

        Assert.NotEmpty(common);
        Assert.All(common, static pair => Assert.True(pair.Value <= Seeds / 2, $"'{pair.Key}' marks {pair.Value} of {Seeds}"));
    }

    [Fact]
    public void Low_and_slow_is_four_requests_an_account()
    {
        var tally = Small.Value["low-and-slow"].Tally;
        Assert.Equal(4 * tally.Accounts.Count, tally.Exchanges);
    }

    [Fact]
    public void Adaptive_accounts_use_nothing_twice()
    {
        var accounts = Alone(ScenarioList.Named("adaptive")!, 0.3).Accounts();
        Assert.Equal(accounts.Count, accounts.Select(static account => account.Who.Facts.Payment).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(accounts.Count, accounts.Select(static account => account.Who.Account).Distinct(StringComparer.Ordinal).Count());
        // Networks and clients are drawn as everybody's are: a carrier's block or a common program may come twice, as it does among strangers.
        Assert.True(accounts.Select(static account => account.Who.Places[0].Network).Distinct(StringComparer.Ordinal).Count() > 0.7 * accounts.Count);
        Assert.True(accounts.Select(static account => account.Who.Clients[0].UserAgent).Distinct(StringComparer.Ordinal).Count() > 0.7 * accounts.Count);
    }

    [Fact]
    public void A_banned_account_is_refused_falls_silent_and_is_replaced_within_hours()
    {
        var refused = new Dictionary<string, int>(StringComparer.Ordinal);
        var banned = new List<long>();
        var begins = new HashSet<(string, long)>();
        Made.Each(Alone(ScenarioList.Named("replaced")!, 0.2), made =>
        {
            begins.Add((made.By.Who.Account, made.By.Who.From));
            if (made.Status == 403)
            {
                if (!refused.ContainsKey(made.By.Who.Account))
                    banned.Add(made.AtMs);
                refused[made.By.Who.Account] = refused.GetValueOrDefault(made.By.Who.Account) + 1;
                Assert.False(made.Harvest);
            }
            else
            {
                Assert.False(refused.ContainsKey(made.By.Who.Account), "answered after the ban");
            }
        });
        Assert.True(banned.Count > 10);
        Assert.All(refused, static pair => Assert.InRange(pair.Value, 1, 4));
        var late = banned.Where(static at => at < 13 * Day).ToList();
        var replaced = late.Count(at => begins.Any(begin => begin.Item2 > at - (3 * Day / 24) && begin.Item2 < at + (Day / 12)));
        Assert.True(replaced > 0.9 * late.Count, $"{replaced} of {late.Count}");
    }

    [Fact]
    public void A_pivot_is_on_the_new_model_within_a_day()
    {
        var scenario = ScenarioList.Named("pivot")!;
        var (before, after, moved) = (0, 0, 0);
        Made.Each(Alone(scenario, 0.2), made =>
        {
            var newest = made.Model == Weir.Drill.Traffic.Accounts.Models.Newcomer;
            if (made.AtMs < scenario.ReleaseDay * Day)
                before += newest ? 1 : 0;
            else if (made.AtMs > (scenario.ReleaseDay + 1) * Day)
                (after, moved) = (after + 1, moved + (newest ? 1 : 0));
        });
        Assert.Equal(0, before);
        Assert.True(after > 100 && moved == after, $"{moved} of {after}");
    }

    [Fact]
    public void The_same_seed_makes_the_same_files_and_the_truth_names_each_campaign()
    {
        var plan = Scenario.Together([ScenarioList.Named("low-and-slow")!, ScenarioList.Named("framing")!, ScenarioList.Named("classroom")!], 5, 0.02) with { Volume = 0.01 };
        var small = plan with { Cast = [.. plan.Cast.Select(static part => part.Class == TrafficClasses.People ? (part.Class, 10) : part)] };
        var first = Made.Files(small);
        var again = Made.Files(small);
        Assert.True(first.Log.AsSpan().SequenceEqual(again.Log));
        var campaigns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in System.Text.Encoding.UTF8.GetString(first.Truth).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var extraction = json.RootElement.GetProperty("label").GetString() == "extraction";
            Assert.Equal(extraction, json.RootElement.TryGetProperty("campaign", out var campaign));
            if (extraction)
                campaigns.Add(campaign.GetString()!);
        }

        Assert.Equal(["framing-0", "low-and-slow-0"], campaigns.Order(StringComparer.Ordinal));
    }
}
