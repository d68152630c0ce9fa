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
}
