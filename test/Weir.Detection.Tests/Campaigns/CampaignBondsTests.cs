using System.Text.Json;
using Weir.Detection.Campaigns;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

public sealed class CampaignBondsTests
{
    [Fact]
    public void Bonds_name_what_members_share_and_who_shares_it()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        var campaign = Assert.Single(analysis.Campaigns());
        var bonds = analysis.CampaignBonds(campaign.Campaign)!;

        Assert.Equal(campaign.Verdict, bonds.Verdict);
        Assert.Equal(30, bonds.Accounts.Count);
        Assert.Equal(0, bonds.LeftOff);
        Assert.Contains(bonds.Bonds, static bond => bond is { Kind: "template", Forgeable: true, Members: 30 });
        // Six accounts to a card: each card is a bond of its own, with exactly its accounts.
        var cards = bonds.Bonds.Where(static bond => bond.Kind == "payment").ToList();
        Assert.Equal(5, cards.Count);
        Assert.All(cards, bond =>
        {
            Assert.False(bond.Forgeable);
            Assert.Equal(6, bond.Members);
            Assert.Single(bond.Accounts.Select(at => int.Parse(bonds.Accounts[at].Account.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) / 6).Distinct());
        });
        Assert.Equal(bonds.Bonds.Count, bonds.Bonds.Select(static bond => (bond.Kind, bond.Mark)).Distinct().Count());
    }

    [Fact]
    public void Growth_follows_the_joins_and_ends_with_all_accounts()
    {
        var analysis = new Crowd(3).People(200).Harvest("h", 30, 30, 5, 6).Analyse();
        var bonds = analysis.CampaignBonds(Assert.Single(analysis.Campaigns()).Campaign)!;
        Assert.Equal(bonds.Accounts.OrderBy(static join => join.LinkedAt).Select(static join => join.LinkedAt), bonds.Accounts.Select(static join => join.LinkedAt));
        Assert.Equal(bonds.Accounts.Count, bonds.Growth[^1].Accounts);
        Assert.All(bonds.Growth.Zip(bonds.Growth.Skip(1)), static pair => Assert.True(pair.First.At < pair.Second.At && pair.First.Accounts < pair.Second.Accounts));
    }

    [Fact]
    public void Fewer_accounts_than_there_are_leave_the_counts_as_they_are()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        var id = Assert.Single(analysis.Campaigns()).Campaign;
        var some = analysis.CampaignBonds(id, mostAccounts: 10, mostBonds: 5)!;
        Assert.Equal(10, some.Accounts.Count);
        Assert.Equal(20, some.LeftOff);
        Assert.Equal(5, some.Bonds.Count);
        Assert.Equal(30, some.Growth[^1].Accounts);
        Assert.All(some.Bonds, static bond => Assert.All(bond.Accounts, static at => Assert.InRange(at, 0, 9)));
        Assert.Null(analysis.CampaignBonds("c-0000000000"));
    }

    [Fact]
    public void Json_of_bonds_can_be_read_back()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            CampaignBondsJson.Write(json, analysis.CampaignBonds(Assert.Single(analysis.Campaigns()).Campaign)!);
        using var read = JsonDocument.Parse(stream.ToArray());
        Assert.Equal("act", read.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(30, read.RootElement.GetProperty("accounts").GetArrayLength());
        Assert.True(read.RootElement.GetProperty("bonds")[0].GetProperty("accounts").GetArrayLength() > 1);
        Assert.True(read.RootElement.GetProperty("growth").GetArrayLength() > 0);
    }

    [Fact]
    public void Bonds_that_the_operators_facts_name_carry_that_name_and_others_carry_none()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        var bonds = All(analysis, Assert.Single(analysis.Campaigns()));
        Assert.Equal("h.example", Assert.Single(bonds.Bonds, static bond => bond.Kind == "mail domain").Name);
        Assert.All(bonds.Bonds.Where(static bond => bond.Kind == "payment"), card => Assert.All(card.Accounts, place => Assert.Equal(card.Name, analysis.FactsOf(bonds.Accounts[place].Account)!.Payment)));
        Assert.All(bonds.Bonds.Where(static bond => bond.Kind is "template" or "network" or "client"), static bond => Assert.Null(bond.Name));
        Assert.All(bonds.Bonds, static bond => Assert.Equal(bond.Accounts.Order().Distinct(), bond.Accounts));
    }

    private static CampaignBonds All(Weir.Detection.Accounts.AccountAnalysis analysis, CampaignFinding campaign) => analysis.CampaignBonds(campaign.Campaign, int.MaxValue, int.MaxValue)!;

    [Fact]
    public void Volume_over_time_counts_each_exchange_of_a_member_since_it_was_linked_and_survives_a_snapshot()
    {
        var crowd = new Crowd(1).People(200).Harvest("h", 30, 40, 5, 6);
        var analysis = crowd.Analyse();
        var campaign = Assert.Single(analysis.Campaigns());
        var volume = All(analysis, campaign).Volume;
        Assert.Equal(campaign.Exchanges - campaign.Accounts.Sum(static member => member.ExchangesBeforeLink), volume.Exchanges.Sum(), 30.0);
        using var bytes = new MemoryStream();
        analysis.Save(bytes);
        bytes.Position = 0;
        var again = Weir.Detection.Accounts.AccountAnalysis.Restore(bytes)!;
        Assert.Equal(volume.Exchanges, All(again, campaign).Volume.Exchanges);
    }

    [Fact]
    public void Volume_over_years_stays_within_its_room_and_loses_nothing()
    {
        var volume = new HourlyVolume();
        for (var hour = 0; hour < 20_000; hour++)
            volume.Add(Crowd.Start.AddHours(hour).ToUnixTimeMilliseconds());
        var look = volume.Look();
        Assert.True(look.Exchanges.Count <= HourlyVolume.Most);
        Assert.Equal(20_000, look.Exchanges.Sum());
        Assert.Equal(TimeSpan.FromHours(64), look.Step);
    }

    [Fact]
    public void An_account_that_begins_minutes_after_another_fell_silent_is_told_as_its_replacement()
    {
        var crowd = new Crowd(1).People(300);
        var network = crowd.Network();
        // Six seats; each is given to a new account every day, minutes after the last one fell silent.
        for (var seat = 0; seat < 6; seat++)
        {
            for (var day = 0; day < 6; day++)
            {
                var account = $"s{seat}d{day}";
                var begins = Crowd.Start.AddDays(5 + day).AddHours(seat * 3.7);
                crowd.Know(account, begins.AddHours(-1), $"card {seat}", "h.example");
                for (var k = 0; k < 40; k++)
                    crowd.Add(account, begins.AddMinutes(k * 36.7), $"You are an expert in the field. Think step by step and show all of your reasoning in full before the answer to this: {Traffic.NovelQuestion(crowd.Random)}", network, "one client", 500 + crowd.Random.Next(900));
            }
        }

        var analysis = crowd.Analyse();
        var campaign = Assert.Single(analysis.Campaigns());
        var web = All(analysis, campaign);
        Assert.True(web.Replacements.Count >= 15, $"{web.Replacements.Count} replacements");
        Assert.All(web.Replacements, pair => Assert.True(web.Accounts[pair.Gone].LastAt <= web.Accounts[pair.Came].FirstAt));
        Assert.Equal(web.Replacements.Count, web.Replacements.Select(static pair => pair.Gone).Distinct().Count());
    }

    [Fact]
    public void Why_an_account_is_in_is_told_for_those_asked_about_and_for_no_stranger()
    {
        var analysis = new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse();
        var campaign = Assert.Single(analysis.Campaigns());
        var member = Assert.Single(analysis.MembersOf(campaign.Campaign, ["h3", "person3", "nobody"]));
        var told = campaign.Accounts.Single(static one => one.Account == "h3");
        Assert.Equal(told.Because, member.Because);
        Assert.Equal(told with { Because = [] }, member with { Because = [] });
        Assert.Empty(analysis.Campaign(campaign.Campaign, mostAccounts: 0)!.Accounts);
    }
}
