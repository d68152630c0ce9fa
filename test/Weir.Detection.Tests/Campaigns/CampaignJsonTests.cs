using System.Text.Json;
using Weir.Detection.Campaigns;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

public sealed class CampaignJsonTests
{
    [Fact]
    public void A_campaign_is_written_as_its_readers_expect_it()
    {
        var when = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var finding = new CampaignFinding
        {
            Campaign = "c-1",
            Verdict = Verdict.Act,
            Evidence = 4.25,
            Accounts = [new CampaignMember("a1", 0.97, when, 3, true, ["Calls from the same network block."])],
            Targets = ["reasoning", "m"],
            Reasons = [new Reason("s", 1, "u", 2, "Says.")],
            Exchanges = 12,
            Exposure = new Exposure { Tokens = 5, NewTokens = 4, ByKind = [new KindTokens("reasoning", 4)] },
            Timeline = [new CampaignEvent(when, "found with 3 accounts")],
            Merged = ["c-2"],
            WatchAt = when,
            ActAt = when,
            ExchangesBeforeWatch = 4,
            ExchangesBeforeAct = 9,
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            CampaignJson.Write(json, finding);
        Assert.Equal(
            """
            {"campaign":"c-1","verdict":"act","evidence":4.25,"accounts":[{"account":"a1","certainty":0.97,"linked_at":"2026-02-03T04:05:06Z","exchanges_before_link":3,"because":["Calls from the same network block."]}],"targets":["reasoning","m"],"reasons":[{"signal":"s","value":1,"usual":"u","weight":2,"says":"Says."}],"exchanges":12,"exposure":{"tokens":5,"new_tokens":4,"by_kind":{"reasoning":4}},"merged":["c-2"],"timeline":[{"at":"2026-02-03T04:05:06Z","says":"found with 3 accounts"}],"first_at":null,"last_at":null,"watch_at":"2026-02-03T04:05:06Z","act_at":"2026-02-03T04:05:06Z","exchanges_before_watch":4,"exchanges_before_act":9}
            """,
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
