using Weir.Detection.Campaigns;
using Weir.Traffic;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

/// <summary>Groups that hang together as closely as a campaign and are none.</summary>
public sealed class HonestGroupTests
{
    private const string Kit = "You are an expert in the field. Think step by step and show all of your reasoning in full before the answer to this:";

    /// <summary>Fresh accounts on one voucher from one hall, all from one kit that asks for reasoning, at full speed for two days: it takes what a harvest takes.</summary>
    private static Crowd Workshop(Crowd crowd, double days)
    {
        for (var i = 0; i < 24; i++)
        {
            var begins = Crowd.Start.AddDays(5).AddHours(8 + crowd.Random.NextDouble() * 3);
            crowd.Know($"team{i}", begins.AddMinutes(-20), "the voucher", null, "10.44.4.4");
            for (var k = 0; k < 90; k++)
                crowd.Add($"team{i}", begins.AddDays(crowd.Random.NextDouble() * days), $"{Kit} {Traffic.NovelQuestion(crowd.Random)}", "the hall", "the kit", 500 + crowd.Random.Next(900));
        }

        return crowd;
    }

    [Fact]
    public void A_workshop_of_two_days_that_takes_what_a_harvest_takes_never_reaches_act()
    {
        var groups = Workshop(new Crowd(31).People(250), 1.9).Analyse().Campaigns(all: true);
        Assert.Contains(groups, static group => group.Accounts.Count >= 20);
        Assert.All(groups, static group => Assert.Null(group.ActAt));
    }

    [Fact]
    public void The_same_that_goes_on_for_a_week_is_no_workshop() =>
        Assert.Contains(Workshop(new Crowd(31).People(250), 6.5).Analyse().Campaigns(), static campaign => campaign.Verdict == Verdict.Act);

    [Fact]
    public void Firms_that_bought_one_product_show_no_face_to_spare()
    {
        var crowd = new Crowd(33).People(250);
        for (var firm = 0; firm < 12; firm++)
        {
            for (var seat = 0; seat < 4; seat++)
            {
                var name = $"firm{firm}-{seat}";
                crowd.Know(name, Crowd.Start.AddDays(-30), $"card of firm {firm}", $"firm{firm}.example", $"10.77.{firm}.1");
                var trade = Traffic.NovelQuestion(crowd.Random);
                for (var k = 0; k < 40; k++)
                    crowd.Add(name, Crowd.Start.AddDays(k / 4).AddHours(8 + crowd.Random.NextDouble() * 9), $"Draft a reply in the tone of our house to the customer who writes: {trade}, case {crowd.Random.Next(10_000)}", $"net of firm {firm}", "the product", 150 + crowd.Random.Next(200));
            }
        }

        var analysis = crowd.Analyse();
        Assert.DoesNotContain(analysis.Campaigns(), static campaign => campaign.Verdict == Verdict.Act);
        Assert.DoesNotContain(analysis.Campaigns(all: true).SelectMany(static one => one.Reasons), static reason => reason.Signal == "one hand, many faces");
    }

    [Fact]
    public void One_hand_behind_many_faces_is_named_as_such()
    {
        var campaign = Assert.Single(new Crowd(1).People(300).Harvest("h", 30, 40, 5, 6).Analyse().Campaigns());
        Assert.Contains(campaign.Reasons, static reason => reason.Signal == "one hand, many faces");
    }

    [Fact]
    public void Hands_of_one_deck_lie_near_each_other_and_a_trade_of_its_own_elsewhere()
    {
        var random = new Random(35);
        var records = Enumerable.Range(0, 14).Select(LinkRecord? (slot) => new LinkRecord($"a{slot}", slot)).ToList();
        foreach (var record in records)
        {
            for (var k = 0; k < 60; k++)
                record!.AddContent(Traffic.Ask("a", Crowd.Start, $"{Kit} {(record.Slot < 13 ? Traffic.NovelQuestion(random) : $"deed, land register, mortgage, notary, paragraph {k}")}").Prompt!.Content);
        }

        var subjects = new Subjects();
        subjects.Measure(records, [.. Enumerable.Range(0, 12)], []);
        Assert.False(subjects.IsElsewhere(records[12]!));
        Assert.True(subjects.IsElsewhere(records[13]!));
    }
}
