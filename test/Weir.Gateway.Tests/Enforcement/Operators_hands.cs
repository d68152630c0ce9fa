using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

public sealed class Operators_hands : IDisposable
{
    private const string Policy = """
        mode: enforce
        terms: { clauses: { c: { title: T, says: S } } }
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

    private static WeirConfig WithRoles(WeirConfig config) => config with
    {
        AdminToken = new Secret("the-admin-token-1"),
        Operators =
        [
            new OperatorConfig { Name = "vera", Role = OperatorRole.Viewer, Token = new Secret("token-of-vera-123") },
            new OperatorConfig { Name = "anna", Role = OperatorRole.Analyst, Token = new Secret("token-of-anna-123") },
            new OperatorConfig { Name = "checks", Role = OperatorRole.Verifier, Token = new Secret("token-of-checks-12") },
        ],
    };

    private static HttpClient Admin(RunningGateway gateway, string? token = null)
    {
        var client = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> ActAsync(HttpClient admin, object act)
    {
        using var answer = await admin.PostAsJsonAsync("/api/acts", act);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Fact]
    public async Task An_act_names_its_actor_and_needs_a_reason_and_a_length()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, WithRoles);
        using var anna = Admin(gateway, "token-of-anna-123");
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(anna, new { act = "set", subject = "x", posture = "slow", @for = "7d" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(anna, new { act = "set", subject = "x", posture = "slow", reason = "r" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(anna, new { act = "dance", subject = "x", reason = "r" })).Status);
        var (status, entry) = await ActAsync(anna, new { act = "set", subject = "x", posture = "slow", @for = "7d", reason = "r", actor = "somebody else" });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("anna", entry.GetProperty("actor").GetString());
        var postures = await anna.GetFromJsonAsync<JsonElement>("/api/postures");
        Assert.Equal("slow", postures[0].GetProperty("posture").GetString());
        Assert.Equal("anna", postures[0].GetProperty("decided_by").GetString());
    }

    [Fact]
    public async Task Each_role_may_do_its_own_and_no_more()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, WithRoles);
        using var vera = Admin(gateway, "token-of-vera-123");
        using var anna = Admin(gateway, "token-of-anna-123");
        using var checks = Admin(gateway, "token-of-checks-12");
        using var admin = Admin(gateway, "the-admin-token-1");
        var slow = new { act = "set", subject = "x", posture = "slow", @for = "7d", reason = "r" };
        var verify = new { act = "verify", subject = "x", reason = "r" };
        var grant = new { act = "grant", subject = "x", reason = "r", @for = "30d", tokens = 1000 };
        Assert.Equal(HttpStatusCode.OK, (await vera.GetAsync("/api/postures")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ActAsync(vera, slow)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await vera.PutAsJsonAsync("/api/accounts/x/facts", new { verified = true })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(anna, slow)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ActAsync(anna, grant)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await anna.PutAsJsonAsync("/api/accounts/x/facts", new { licence = new { distillation = true } })).StatusCode);
        // A verifier signs its calls; its secret is no token.
        Assert.Equal(HttpStatusCode.Unauthorized, (await ActAsync(checks, verify)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(anna, verify)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(admin, grant)).Status);
        Assert.Equal(1000, (await admin.GetFromJsonAsync<JsonElement>("/api/licences"))[0].GetProperty("licence").GetProperty("tokens").GetInt64());
    }

    [Fact]
    public async Task Whoever_guesses_a_token_is_slowed_and_the_right_one_still_opens()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream, WithRoles);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 14; i++)
        {
            using var guess = Admin(gateway, $"wrong-token-{i}-xxxxx");
            codes.Add((await guess.GetAsync("/api/status")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, codes[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
        using var admin = Admin(gateway, "the-admin-token-1");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/status")).StatusCode);
    }

    [Fact]
    public async Task A_proposal_is_approved_once_and_stops_then()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await StartAsync(upstream);
        var desk = gateway.App.Parts.Policy;
        Assert.True(await desk.ActAsync(PolicyEntry.For(EntryKind.Proposed, "p-1", desk.Now, Subject.Account("tester")) with { Posture = Posture.Suspend, Rule = "r", Clause = "c", Because = ["reasons"] }));
        using var admin = Admin(gateway);
        Assert.Equal("p-1", (await admin.GetFromJsonAsync<JsonElement>("/api/proposals"))[0].GetProperty("id").GetString());
        using (var before = await gateway.Client.GetAsync("/v1/models"))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(admin, new { act = "approve", id = "p-1", reason = "looked at it" })).Status);
        using (var after = await gateway.Client.GetAsync("/v1/models"))
            Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ActAsync(admin, new { act = "approve", id = "p-1", reason = "again" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(admin, new { act = "clear", subject = "tester", reason = "our mistake" })).Status);
        using var free = await gateway.Client.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }
}
