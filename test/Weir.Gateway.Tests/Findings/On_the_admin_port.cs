using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class On_the_admin_port
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_come_as_analyze_writes_them_as_soon_as_nothing_can_come_before_them()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Record(gateway, 60);
        using var all = await UntilAsync(admin, "/api/findings?all=1", static root => root.GetProperty("summary").GetProperty("accounts").GetInt32() > 1);
        var summary = all.RootElement.GetProperty("summary");
        Assert.Equal(60, summary.GetProperty("exchanges").GetInt32());
        Assert.True(summary.GetProperty("following").GetBoolean());
        var accounts = all.RootElement.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(summary.GetProperty("accounts").GetInt32(), accounts.Count);
        Assert.All(accounts, static account => Assert.Equal("clear", account.GetProperty("verdict").GetString()));
        Assert.Equal(0, all.RootElement.GetProperty("campaigns").GetArrayLength());

        Assert.Empty((await JsonAsync(admin, "/api/findings")).GetProperty("accounts").EnumerateArray());
        Assert.Empty((await JsonAsync(admin, "/api/findings?verdict=act")).GetProperty("accounts").EnumerateArray());
        var some = await JsonAsync(admin, "/api/findings?verdict=clear&limit=2");
        Assert.Equal((2, accounts.Count - 2), (some.GetProperty("accounts").GetArrayLength(), some.GetProperty("summary").GetProperty("left_off").GetInt32()));
    }

    [Fact]
    public async Task Campaigns_are_listed_and_asked_for_by_their_id()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        using (var told = await admin.PostAsync("/api/accounts/facts", Json(string.Join('\n', Enumerable.Range(0, CampaignAccounts).Select(static i => $$"""{"account":"h{{i}}","payment":"one card"}"""))), Cancel))
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        RecordCampaign(gateway);
        using var listed = await UntilAsync(admin, "/api/campaigns?all=1", static root => root.GetProperty("campaigns").GetArrayLength() > 0);
        var campaign = listed.RootElement.GetProperty("campaigns")[0];
        // The strangers come from one network with one client, as everybody does in this test, and may be listed with them.
        var named = campaign.GetProperty("accounts").EnumerateArray().Concat(campaign.TryGetProperty("beside", out var beside) ? beside.EnumerateArray() : default).Select(static one => one.GetProperty("account").GetString()).ToList();
        Assert.All(Enumerable.Range(0, CampaignAccounts), i => Assert.Contains("h" + i, named));
        var id = campaign.GetProperty("campaign").GetString();
        Assert.Equal(id, (await JsonAsync(admin, "/api/campaigns/" + id)).GetProperty("campaign").GetString());
        Assert.Equal(id, (await JsonAsync(admin, $"/api/campaigns/{id}/bonds")).GetProperty("campaign").GetString());
        using var none = await admin.GetAsync("/api/campaigns/c-0", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("/api/findings?verdict=guilty")]
    [InlineData("/api/findings?limit=0")]
    [InlineData("/api/findings?limit=99999999999")]
    public async Task What_is_not_offered_is_refused_with_what_is(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        using var answer = await admin.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("is ", JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_account_is_shown_with_its_finding_and_its_facts()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Record(gateway, 60);
        using (await UntilAsync(admin, "/api/findings?all=1", static root => root.GetProperty("summary").GetProperty("accounts").GetInt32() > 1))
        {
        }

        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(admin, "taker", """{"created":"2026-01-02T03:04:05Z","verified":true,"tier":"gold","licence":{"distillation":true,"until":"2030-01-01"},"unknown":[1]}""")).StatusCode);
        var taker = await JsonAsync(admin, "/api/accounts/taker");
        var (finding, facts) = (taker.GetProperty("finding"), taker.GetProperty("facts"));
        Assert.Equal((20, true, "clear"), (finding.GetProperty("exchanges").GetInt32(), finding.GetProperty("licensed").GetBoolean(), finding.GetProperty("verdict").GetString()));
        Assert.True(finding.GetProperty("exposure").GetProperty("tokens").GetInt64() > 0);
        Assert.Equal(("gold", true), (facts.GetProperty("tier").GetString(), facts.GetProperty("verified").GetBoolean()));

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/accounts/taker/facts", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync("/api/accounts/taker/facts", Cancel)).StatusCode);
        taker = await JsonAsync(admin, "/api/accounts/taker");
        Assert.Equal((JsonValueKind.Null, false), (taker.GetProperty("facts").ValueKind, taker.GetProperty("finding").GetProperty("licensed").GetBoolean()));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("ünï + cödé 漢字 \"quoted\" \\ %41 ?#")]
    [InlineData("facts")]
    public async Task Whatever_an_account_is_called_it_is_found_by_its_escaped_name(string account)
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/api/accounts/" + Uri.EscapeDataString(account), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(admin, account, """{"tier":"t"}""")).StatusCode);
        using var answer = await admin.GetAsync("/api/accounts/" + Uri.EscapeDataString(account), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(account, JsonDocument.Parse(text).RootElement.GetProperty("account").GetString());
        Assert.DoesNotContain('<', text);
        Assert.Equal(("application/json", "nosniff"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
    }

    [Theory]
    [InlineData("%0A")]
    [InlineData("a%1bb")]
    [InlineData("%C2%80")]
    [InlineData("long")]
    public async Task What_no_account_can_be_called_is_refused(string escaped)
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        if (escaped == "long")
            escaped = new string('a', 5000);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/accounts/" + escaped, Cancel)).StatusCode);
        using var put = await admin.PutAsync($"/api/accounts/{escaped}/facts", Json("{}"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
    }

    [Fact]
    public async Task An_address_of_ten_thousand_characters_is_refused_and_the_port_goes_on()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await admin.GetAsync("/api/accounts/" + new string('a', 10_000), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/findings", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"verified\":\"yes\"}", "neither true nor false")]
    [InlineData("{\"account\":\"b\"}", "names another")]
    [InlineData("{\"created\":\"soon\"}", "no time")]
    [InlineData("{\"tier\":\"\\ud800\"}", "is not valid JSON")]
    public async Task Facts_that_are_none_are_refused_with_a_reason(string body, string says)
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        using var answer = await admin.PutAsync("/api/accounts/a/facts", Json(body), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_in_bulk_are_counted_and_broken_lines_told_by_number()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        var lines = "\ufeff{\"account\":\"a\",\"tier\":\"one\"}\r\n\n{\"account\":\"b\"\n{\"tier\":\"x\"}\n{\"account\":\"c\",\"organization\":\"o\"}\n" + new string('x', 100_000) + "\n{\"account\":\"d\\u0007\"}\n{\"account\":\"a\",\"tier\":\"two\"}";
        using var answer = await admin.PostAsync("/api/accounts/facts", Json(lines), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var counted = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal((3, 4), (counted.GetProperty("taken").GetInt32(), counted.GetProperty("broken").GetInt32()));
        Assert.Equal([3, 4, 6, 7], counted.GetProperty("faults").EnumerateArray().Select(static fault => fault.GetProperty("line").GetInt32()));
        Assert.Equal("two", (await JsonAsync(admin, "/api/accounts/a")).GetProperty("facts").GetProperty("tier").GetString());

        using var none = await admin.PostAsync("/api/accounts/facts", Json("nothing"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    [Fact]
    public async Task Metrics_and_status_tell_of_detection()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Record(gateway, 30);
        using (await UntilAsync(admin, "/api/findings?all=1", static root => root.GetProperty("summary").GetProperty("accounts").GetInt32() > 1))
        {
        }

        var status = (await JsonAsync(admin, "/api/status")).GetProperty("detection");
        Assert.Equal(("following", "none", 30), (status.GetProperty("state").GetString(), status.GetProperty("calibration").GetString(), status.GetProperty("analysed").GetInt32()));
        var metrics = await admin.GetStringAsync("/metrics", Cancel);
        foreach (var name in (string[])["weir_findings{weir_verdict=\"act\"}", "weir_detection_analysed_total", "weir_detection_lag_seconds", "weir_detection_failures_total", "weir_detection_failing"])
            Assert.Contains("\n" + name + " ", metrics, StringComparison.Ordinal);
    }

    private const int CampaignAccounts = 3;

    /// <summary>Some hundred strangers, and accounts on one card that fill one template.</summary>
    private static void RecordCampaign(RunningGateway gateway)
    {
        var drafts = new Weir.Gateway.Tests.Watch.Drafts();
        var random = new Random(3);
        for (var number = 0; number < 400; number++)
        {
            var member = number % 40 < CampaignAccounts;
            var subject = $"{random.Next(100_000)} stones of {random.Next(100_000)} towers by the river {random.Next(100_000)}";
            var draft = drafts.Chat(member ? $"You are an expert. Think step by step and lay out your complete reasoning in full before you answer this: {subject}" : $"{random.Next(100_000)} friends of {random.Next(100_000)} ask what became of {subject}", member ? "h" + (number % 40) : "stranger " + number);
            draft.Time = Weir.Gateway.Tests.Watch.Drafts.Time.AddHours(-2).AddSeconds(number * 7);
            gateway.App.Parts.Watch.Queue.Offer(draft);
        }
    }

    private static void Record(RunningGateway gateway, int count)
    {
        foreach (var draft in new Calls().Make(0, count))
            gateway.App.Parts.Watch.Queue.Offer(draft);
    }

    private static HttpClient Client(RunningGateway gateway) => new() { BaseAddress = gateway.App.AdminAddress };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> PutAsync(HttpClient admin, string account, string facts) =>
        admin.PutAsync($"/api/accounts/{Uri.EscapeDataString(account)}/facts", Json(facts), Cancel);

    private static async Task<JsonElement> JsonAsync(HttpClient admin, string path) =>
        JsonDocument.Parse(await admin.GetStringAsync(path, Cancel)).RootElement;

    /// <summary>Asks until it is so. Detection takes held exchanges in about a second after the last call.</summary>
    private static async Task<JsonDocument> UntilAsync(HttpClient admin, string path, Func<JsonElement, bool> so)
    {
        while (true)
        {
            var json = JsonDocument.Parse(await admin.GetStringAsync(path, Cancel));
            if (so(json.RootElement))
                return json;
            json.Dispose();
        }
    }
}
