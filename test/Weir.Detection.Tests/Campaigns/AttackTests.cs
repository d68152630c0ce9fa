using Weir.Detection.Accounts;
using Weir.Traffic;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

/// <summary>Somebody who knows how campaigns are found and turns it against others.</summary>
public sealed class AttackTests
{
    private const string Copied = "Welcome to the reading room of the old town. A visitor writes to our desk and would like to know:";

    /// <summary>An honest product: one opening line before its visitors' questions, which turn round one house and come again.</summary>
    private static void Victim(Crowd crowd, string name, string network, string client)
    {
        crowd.Know(name, Crowd.Start.AddDays(-200));
        for (var day = 0; day < 12; day++)
        {
            for (var k = 0; k < 40; k++)
                crowd.Add(name, Crowd.Start.AddDays(day).AddHours(8 + crowd.Random.NextDouble() * 12), $"{Copied} when does the {(k % 3) switch { 0 => "reading room", 1 => "map cabinet", _ => "lending desk" }} open on day {crowd.Random.Next(60)}", network, client, 60 + crowd.Random.Next(80), k % 2 == 0 ? null : AskFacts.None with { AssistantMessages = 1 });
        }
    }

    [Fact]
    public void Whose_template_network_client_and_hours_are_copied_is_not_pulled_in()
    {
        var crowd = new Crowd(21).People(250);
        Victim(crowd, "victim", "the library", "the library's client");
        // The harvest takes over everything that can be copied; cards and registrations are its own.
        for (var i = 0; i < 30; i++)
        {
            var begins = Crowd.Start.AddDays(6 + crowd.Random.NextDouble());
            crowd.Know($"copy{i}", begins.AddHours(-2), $"its card {i / 6}", "copies.example");
            for (var k = 0; k < 50; k++)
                crowd.Add($"copy{i}", begins.AddDays(crowd.Random.Next(5)).AddHours(crowd.Random.NextDouble() * 12), $"{Copied} think step by step and show all of your reasoning: {Traffic.NovelQuestion(crowd.Random)}, and {Traffic.NovelQuestion(crowd.Random)}", "the library", "the library's client", 500 + crowd.Random.Next(900));
        }

        var analysis = crowd.Analyse();
        var campaign = Assert.Single(analysis.Campaigns());
        Assert.Equal(Verdict.Act, campaign.Verdict);
        Assert.DoesNotContain(campaign.Accounts, static member => member.Account == "victim");
        Assert.True(campaign.Accounts.Count >= 28, $"{campaign.Accounts.Count} of 30");
        Assert.Null(analysis.Find("victim")!.Campaign);
        Assert.Equal(Verdict.Clear, analysis.Find("victim")!.Verdict);
    }

    [Fact]
    public void A_flood_of_accounts_does_not_grow_memory_beyond_its_bound()
    {
        var campaigns = new Weir.Detection.Campaigns.CampaignAnalysis(mostAccounts: 2_000);
        var random = new Random(5);
        for (var i = 0; i < 12_000; i++)
        {
            var exchange = Traffic.Ask($"flood{i}", Crowd.Start.AddSeconds(i * 7), $"{Traffic.NovelQuestion(random)} and {Traffic.NovelQuestion(random)}") with { Network = Traffic.Hasher.Hash($"n{i % 50}"), UserAgent = $"c{i}" };
            campaigns.Observe(exchange, null, null, Yardstick.BuiltIn);
            Assert.True(campaigns.Accounts <= 2_000);
        }

        Assert.True(campaigns.Bytes < 24_000_000, $"{campaigns.Bytes}");
    }

    [Fact]
    public void A_flood_of_strangers_does_not_hide_a_campaign()
    {
        var crowd = new Crowd(23).People(200).Harvest("h", 30, 30, 4, 6);
        for (var i = 0; i < 1_500; i++)
            crowd.Add($"flood{i}", Crowd.Start.AddDays(crowd.Random.NextDouble() * 11), $"{Traffic.NovelQuestion(crowd.Random)} number {i}", crowd.Network(), crowd.Client());
        var campaign = Assert.Single(crowd.Analyse().Campaigns(), static one => one.Verdict == Verdict.Act);
        Assert.True(campaign.Accounts.Count(static member => member.Account[0] == 'h') >= 27);
        Assert.DoesNotContain(campaign.Accounts, static member => member.Account[0] == 'f');
    }
}
