using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

/// <summary>Whoever is refused is given a reference. Support must find what it stands for: at once, after a restart, and for callers whom nobody knows.</summary>
public sealed class Looking_up_a_reference : IDisposable
{
    private const string Asked = """{"model":"m","messages":[{"role":"user","content":"Hello there"}]}""";
    private const string Policy = """
        mode: enforce
        terms: { clauses: { c: { title: T, says: No training. } } }
        rules: [{ name: r, when: { verdict: act }, then: suspend, approval: person, clause: c, for: 3d }]
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<RunningGateway> StartAsync(ScriptedUpstream upstream, Func<WeirConfig, WeirConfig>? more = null)
    {
        var path = Path.Combine(_folder.Path, "policy.yaml");
        File.WriteAllText(path, Policy);
        return RunningGateway.StartAsync(upstream.Address, config => (more?.Invoke(config) ?? config) with { PolicyFile = path });
    }

    private static async Task<string> RefusedAsync(RunningGateway gateway, HttpStatusCode status, string body = Asked)
    {
        using var refused = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, refused.StatusCode);
        return refused.Headers.GetValues("x-weir-reference").Single();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Found)> FindAsync(RunningGateway gateway, string reference)
    {
        using var admin = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        using var answer = await admin.GetAsync(new Uri("/api/references/" + Uri.EscapeDataString(reference), UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<string> SuspendAsync(RunningGateway gateway)
    {
        using var admin = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        using var act = await admin.PostAsJsonAsync("/api/acts", new { act = "set", subject = "tester", posture = "suspend", @for = "1d", reason = "seen in person", actor = "anna" });
        return (await act.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task A_stop_leads_to_the_account_the_decision_the_ledger_and_what_was_told()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var decision = await SuspendAsync(gateway);
        var reference = await RefusedAsync(gateway, HttpStatusCode.Forbidden);
        var (status, found) = await FindAsync(gateway, reference);
        Assert.Equal(HttpStatusCode.OK, status);
        var call = found.GetProperty("call");
        Assert.Equal("tester", call.GetProperty("account").GetString());
        Assert.Equal("account_suspended", call.GetProperty("code").GetString());
        Assert.Contains("suspended", call.GetProperty("says").GetString(), StringComparison.Ordinal);
        var entry = found.GetProperty("decision").GetProperty("entry");
        Assert.Equal(decision, entry.GetProperty("id").GetString());
        Assert.Equal("seen in person", entry.GetProperty("reason").GetString());
        Assert.Equal("suspend", found.GetProperty("now").GetString());
        // A stop is durable in the ledger before anybody is refused by it.
        var index = found.GetProperty("decision").GetProperty("ledger").GetInt64();
        Assert.InRange(index, 0, gateway.App.Parts.Ledger.Writer!.Checkpoint!.Size - 1);
        // The decision has a reference of its own, which the refusal names too.
        Assert.Equal(index, (await FindAsync(gateway, decision)).Found.GetProperty("decision").GetProperty("ledger").GetInt64());
    }

    [Fact]
    public async Task It_is_found_in_the_journal_when_the_process_has_forgotten_it()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        await SuspendAsync(gateway);
        var reference = await RefusedAsync(gateway, HttpStatusCode.Forbidden);
        await gateway.StopAsync();
        var search = new Support.ReferenceSearch(gateway.App.Parts.Data, gateway.App.Parts.Policy, gateway.App.Parts.Ledger, new Support.RecentRefusals());
        var found = await search.FindAsync(reference, TestContext.Current.CancellationToken);
        Assert.Equal(("tester", "account_suspended", true), (found!.Call!.Account, found.Call.Code, found.Call.Recorded));
        Assert.Contains("suspended", found.Call.Says, StringComparison.Ordinal);
        Assert.Equal("seen in person", found.Decision!.Entry.Reason);
        Assert.NotNull(found.Decision.Ledger);
    }

    [Fact]
    public async Task A_refusal_without_a_posture_says_so_and_so_does_one_of_somebody_unknown()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var (_, found) = await FindAsync(gateway, await RefusedAsync(gateway, HttpStatusCode.BadRequest, "{"));
        Assert.Equal("invalid_request", found.GetProperty("call").GetProperty("code").GetString());
        Assert.False(found.TryGetProperty("decision", out _));
        gateway.Client.DefaultRequestHeaders.Remove("X-Weir-Account");
        var (status, nobody) = await FindAsync(gateway, await RefusedAsync(gateway, HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(nobody.GetProperty("call").TryGetProperty("account", out _));
        Assert.False(nobody.GetProperty("call").GetProperty("recorded").GetBoolean());
    }

    [Fact]
    public async Task The_customers_door_gives_references_too_and_an_appeal_leads_to_its_answer()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        await SuspendAsync(gateway);
        using var wrong = await gateway.Client.PostAsJsonAsync("/weir/v1/appeals", new { });
        Assert.Equal("invalid_message", (await FindAsync(gateway, wrong.Headers.GetValues("x-weir-reference").Single())).Found.GetProperty("call").GetProperty("code").GetString());
        using var sent = await gateway.Client.PostAsJsonAsync("/weir/v1/appeals", new { text = "It was our test suite." });
        var appeal = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reference").GetString()!;
        using var admin = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        using var answer = await admin.PostAsJsonAsync("/api/acts", new { act = "answer", id = appeal, text = "You are right.", reason = "checked", actor = "anna" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (_, found) = await FindAsync(gateway, appeal);
        Assert.Equal("It was our test suite.", found.GetProperty("decision").GetProperty("entry").GetProperty("text").GetString());
        Assert.Equal("You are right.", found.GetProperty("since")[0].GetProperty("entry").GetProperty("text").GetString());
    }

    [Fact]
    public async Task What_is_no_reference_or_nobodys_is_told_apart()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        Assert.Equal(HttpStatusCode.BadRequest, (await FindAsync(gateway, "4711")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await FindAsync(gateway, References.New(gateway.App.Parts.Policy.Now))).Status);
    }

    [Fact]
    public void A_reference_survives_being_read_out()
    {
        var made = DateTimeOffset.FromUnixTimeMilliseconds(1_772_441_400_123);
        var reference = References.New(made);
        Assert.Equal(made, References.TimeOf(reference));
        Assert.Equal(reference, References.Read(reference));
        Assert.Equal(reference, References.Read($" {reference[..8].ToLowerInvariant()} {reference[8..].Replace('0', 'o').Replace('1', 'l')} "));
        Assert.Null(References.Read(reference + "0"));
        Assert.Null(References.Read("wr-UUUUUUUUUUUUUUUUUUU"));
        Assert.Null(References.Read(null));
    }
}
