using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

public sealed class CampaignTests
{
    private static CampaignFinding TheOne(AccountAnalysis analysis) => Assert.Single(analysis.Campaigns());

    [Fact]
    public void A_harvest_dealt_out_over_thirty_accounts_is_one_campaign_at_act()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        var campaign = TheOne(analysis);
        Assert.Equal(Verdict.Act, campaign.Verdict);
        Assert.Equal(30, campaign.Accounts.Count(static member => member.Certainty > 0.9));
        Assert.All(campaign.Accounts, static member => Assert.StartsWith("h", member.Account, StringComparison.Ordinal));
        Assert.Contains("reasoning", campaign.Targets);
        Assert.NotEmpty(campaign.Reasons);
        Assert.All(campaign.Accounts, static member => Assert.NotEmpty(member.Because));
        Assert.True(campaign.ActAt > campaign.FirstAt);
        Assert.Equal(campaign.Campaign, analysis.Find("h3")!.Campaign);
        Assert.Null(analysis.Find("person3")!.Campaign);
    }

    [Fact]
    public void Accounts_with_four_requests_each_are_seen_together_although_none_is_alone()
    {
        var analysis = new Crowd(3).People(300).Harvest("h", 200, 4, 7, 3).Analyse();
        var campaign = TheOne(analysis);
        Assert.Equal(Verdict.Act, campaign.Verdict);
        Assert.True(campaign.Accounts.Count >= 180, $"{campaign.Accounts.Count} of 200");
        Assert.Equal(Verdict.Clear, analysis.Find("h7")!.Verdict);
    }

    [Fact]
    public void Without_facts_of_accounts_it_is_found_by_what_is_left()
    {
        var analysis = new Crowd(5).People(300).Harvest("h", 40, 40, 5, 6, sharedFacts: false).Analyse();
        Assert.True(TheOne(analysis).Accounts.Count >= 36);
    }

    [Fact]
    public void An_office_behind_one_network_is_no_campaign()
    {
        var crowd = new Crowd(7).People(200);
        for (var i = 0; i < 30; i++)
        {
            crowd.Know($"office{i}", Crowd.Start.AddDays(-90), "the firm's card", "firm.example", "10.9.9.1");
            // Each has a matter of their own, and asks back.
            var matter = Traffic.NovelQuestion(crowd.Random);
            for (var k = 0; k < 40; k++)
                crowd.Add($"office{i}", Crowd.Start.AddDays(k / 8).AddHours(9 + crowd.Random.NextDouble() * 8), $"{matter}, and now number {crowd.Random.Next(90)} on {matter}", "office", "the firm's client", 200 + crowd.Random.Next(400), k % 3 == 0 ? null : Weir.Traffic.AskFacts.None with { AssistantMessages = k % 3 });
        }

        Assert.DoesNotContain(crowd.Analyse().Campaigns(), static campaign => campaign.Verdict == Verdict.Act);
    }

    [Fact]
    public void Accounts_that_come_later_are_linked_with_their_first_requests()
    {
        var crowd = new Crowd(9).People(300).Harvest("h", 30, 40, 5, 5);
        var when = Crowd.Start.AddDays(9);
        crowd.Know("late", when.AddHours(-1), "h card 2", "h.example");
        for (var k = 0; k < 6; k++)
            crowd.Add("late", when.AddMinutes(k * 9), $"You are an expert in the field. Think step by step and show all of your reasoning in full before the answer to this: {Traffic.NovelQuestion(crowd.Random)}", "somewhere new", "another client", 800);
        var member = Assert.Single(TheOne(crowd.Analyse()).Accounts, static member => member.Account == "late");
        Assert.True(member.ExchangesBeforeLink <= 3);
    }

    /// <summary>Six seats, each filled again within minutes when its account is banned: what they take hardly tells, that they come back does.</summary>
    [Fact]
    public void Accounts_that_are_banned_and_replaced_at_once_are_one_hand()
    {
        var crowd = new Crowd(17).People(250);
        var number = 0;
        for (var seat = 0; seat < 8; seat++)
        {
            for (var from = Crowd.Start.AddDays(5 + crowd.Random.NextDouble()); from < Crowd.Start.AddDays(11);)
            {
                var until = from.AddHours(14 + crowd.Random.Next(20));
                var name = $"seat{number++}";
                crowd.Know(name, from.AddMinutes(-3), null, "seats.example");
                for (var k = 0; k < 40; k++)
                    crowd.Add(name, from + (until - from) * (k / 39.0), $"You are an expert in the field. Think step by step and show all of your reasoning in full before the answer to this: {Traffic.NovelQuestion(crowd.Random)}", $"exit {seat % 3}", "one client", 500 + crowd.Random.Next(900));
                from = until.AddMinutes(4 + crowd.Random.Next(20));
            }
        }

        var campaign = TheOne(crowd.Analyse());
        Assert.Equal(Verdict.Act, campaign.Verdict);
        Assert.Contains(campaign.Reasons, static reason => reason.Signal == "replacements" && reason.Value > 15);
    }

    [Fact]
    public void A_campaign_that_outnumbers_everybody_else_does_not_make_its_own_marks_usual()
    {
        var campaign = TheOne(new Crowd(19).People(120).Harvest("h", 500, 4, 7, 3).Analyse());
        Assert.Equal(Verdict.Act, campaign.Verdict);
        Assert.True(campaign.Accounts.Count >= 475, $"{campaign.Accounts.Count} of 500");
    }

    [Fact]
    public void A_licensed_account_is_told_and_not_counted()
    {
        var crowd = new Crowd(11).People(200).Harvest("h", 30, 30, 5, 6);
        crowd.Know("h4", Crowd.Start, "h card 0", "h.example", licence: new DistillationLicence(true, null));
        var campaign = TheOne(crowd.Analyse());
        Assert.Contains("h4", campaign.Licensed);
        Assert.DoesNotContain(campaign.Accounts, static member => member.Account == "h4");
    }

    [Fact]
    public void A_snapshot_in_the_middle_changes_nothing()
    {
        var crowd = new Crowd(13).People(150).Harvest("h", 30, 20, 4, 5);
        var whole = crowd.Analyse();
        var half = new AccountAnalysis();
        foreach (var facts in crowd.Facts)
            half.Facts(facts);
        var exchanges = crowd.InOrder();
        var at = exchanges.Count * 6 / 10;
        foreach (var exchange in exchanges.Take(at))
            half.Observe(exchange);
        using var stream = new MemoryStream();
        half.Save(stream);
        stream.Position = 0;
        var restored = AccountAnalysis.Restore(stream)!;
        foreach (var exchange in exchanges.Skip(at))
            restored.Observe(exchange);
        restored.Finish();
        Assert.Equal(Json(whole), Json(restored));
    }

    [Fact]
    public void Any_number_of_threads_finds_the_same()
    {
        var crowd = new Crowd(15).People(150).Harvest("h", 30, 20, 4, 5);
        var many = new AccountAnalysis(new AnalysisOptions { Threads = 3 });
        foreach (var facts in crowd.Facts)
            many.Facts(facts);
        foreach (var batch in crowd.InOrder().Chunk(1_700))
            many.ObserveAll(batch);
        many.Finish();
        Assert.Equal(Json(crowd.Analyse()), Json(many));
    }

    private static string Json(AccountAnalysis analysis)
    {
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var campaign in analysis.Campaigns(all: true))
                CampaignJson.Write(json, campaign);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
