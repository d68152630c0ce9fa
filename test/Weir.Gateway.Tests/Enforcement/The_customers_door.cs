using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

public sealed class The_customers_door : IDisposable
{
    private const string Policy = """
        mode: enforce
        terms: { verify_url: "https://example.com/verify", clauses: { c: { title: "Clause <1>", says: "No training.", exceptions: [research] } } }
        budgets: { default: { per_day: 1000 } }
        rules: [{ name: secret-rule-name, when: { verdict: act, evidence: 73.25 }, then: suspend, approval: person, clause: c }]
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<RunningGateway> StartAsync(ScriptedUpstream upstream)
    {
        var path = Path.Combine(_folder.Path, "policy.yaml");
        File.WriteAllText(path, Policy);
        return RunningGateway.StartAsync(upstream.Address, config => config with { PolicyFile = path });
    }

    private static async Task ActAsync(RunningGateway gateway, EntryKind kind, Posture posture, string? clause = null)
    {
        var desk = gateway.App.Parts.Policy;
        Assert.True(await desk.ActAsync(PolicyEntry.For(kind, "d-1", desk.Now, Subject.Account("tester")) with
        {
            Posture = posture, Until = desk.Now.AddDays(1), Actor = "anna", Reason = "her internal note", Clause = clause, Rule = "secret-rule-name", Because = ["a signal that nobody should learn"],
        }));
    }

    [Fact]
    public async Task Who_is_open_is_told_so_and_how_much_is_left()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var standing = await gateway.Client.GetFromJsonAsync<JsonElement>("/weir/v1/standing");
        Assert.Equal("open", standing.GetProperty("posture").GetString());
        Assert.Equal(1000, standing.GetProperty("exposure").GetProperty("left_today").GetInt64());
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_stopped_customer_learns_why_and_how_to_contest_and_nothing_that_teaches_evasion()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        await ActAsync(gateway, EntryKind.Approved, Posture.Suspend, "c");
        var text = await gateway.Client.GetStringAsync("/weir/v1/standing");
        using var standing = JsonDocument.Parse(text);
        Assert.Equal("suspend", standing.RootElement.GetProperty("posture").GetString());
        Assert.Equal("d-1", standing.RootElement.GetProperty("decision").GetString());
        Assert.Equal("person", standing.RootElement.GetProperty("decided_by").GetString());
        Assert.Equal("No training.", standing.RootElement.GetProperty("clause").GetProperty("says").GetString());
        foreach (var secret in (string[])["73.25", "secret-rule-name", "internal note", "a signal that nobody", "anna"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_is_told_to_nobody()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        await ActAsync(gateway, EntryKind.Decided, Posture.Watch);
        var standing = await gateway.Client.GetFromJsonAsync<JsonElement>("/weir/v1/standing");
        Assert.Equal("open", standing.GetProperty("posture").GetString());
    }

    [Fact]
    public async Task An_appeal_is_kept_and_its_answer_is_seen()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        await ActAsync(gateway, EntryKind.Approved, Posture.Suspend, "c");
        using var sent = await gateway.Client.PostAsJsonAsync("/weir/v1/appeals", new { text = "We are a school." });
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var reference = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reference").GetString()!;
        var desk = gateway.App.Parts.Policy;
        Assert.True(await desk.ActAsync(new PolicyEntry { Id = "a-1", Time = desk.Now, Kind = EntryKind.Answered, About = reference, Text = "You are right.", Actor = "anna", Reason = "checked" }));
        var appeals = await gateway.Client.GetFromJsonAsync<JsonElement>("/weir/v1/appeals");
        Assert.Equal("You are right.", appeals[0].GetProperty("answer").GetString());
        using var other = new HttpRequestMessage(HttpMethod.Get, "/weir/v1/appeals");
        using var stranger = new HttpClient { BaseAddress = gateway.App.PublicAddress };
        other.Headers.Add("X-Weir-Account", "stranger");
        using var seen = await stranger.SendAsync(other);
        Assert.Equal("[]", await seen.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_shows_no_credential_may_report_and_read_the_rules_and_nothing_else()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        using var nobody = new HttpClient { BaseAddress = gateway.App.PublicAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/weir/v1/standing")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsJsonAsync("/weir/v1/appeals", new { text = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await nobody.PostAsJsonAsync("/weir/v1/reports", new { text = "Somebody sells access." })).StatusCode);
        var page = await nobody.GetStringAsync("/weir/guidelines");
        Assert.Contains("Clause &lt;1&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Only after a person has looked at it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("73.25", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_messages_is_slowed()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
            codes.Add((await gateway.Client.PostAsJsonAsync("/weir/v1/licence-requests", new { text = "please" })).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
        Assert.Equal(HttpStatusCode.Created, codes[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"text\": 7}")]
    [InlineData("{\"text\": \"\\ud800\"}")]
    public async Task A_message_that_cannot_be_read_is_told_so(string body)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        using var sent = await gateway.Client.PostAsync("/weir/v1/appeals", new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
    }
}
