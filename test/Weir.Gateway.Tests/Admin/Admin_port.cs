using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Admin;

public sealed class Admin_port
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_says_live_and_ready_and_no_longer_ready_once_it_drains()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        Assert.Equal("live\n", await admin.GetStringAsync("/health/live", Cancel));
        Assert.Equal("ready\n", await admin.GetStringAsync("/health/ready", Cancel));
        gateway.App.Parts.Readiness.Draining();
        using var draining = await admin.GetAsync("/health/ready", Cancel);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: draining\n"), (draining.StatusCode, await draining.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal("live\n", await admin.GetStringAsync("/health/live", Cancel));
    }

    [Fact]
    public async Task A_gateway_whose_upstreams_all_rest_is_not_ready()
    {
        var upstream = new UpstreamConfig { Name = "gone", Url = Nowhere, Retries = 0, FailuresBeforeRest = 1, Rest = TimeSpan.FromHours(1) };
        await using var gateway = await RunningGateway.StartAsync([upstream]);
        using var admin = Client(gateway);
        using (var failed = await CallAsync(gateway))
            Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        using var ready = await admin.GetAsync("/health/ready", Cancel);
        Assert.Equal("not ready: upstreams\n", await ready.Content.ReadAsStringAsync(Cancel));
        using var status = JsonDocument.Parse(await admin.GetStringAsync("/api/status", Cancel));
        Assert.False(status.RootElement.GetProperty("ready").GetBoolean());
        var shown = status.RootElement.GetProperty("upstreams")[0];
        Assert.Equal(("gone", true), (shown.GetProperty("name").GetString(), shown.GetProperty("resting").GetBoolean()));
    }

    [Fact]
    public async Task Metrics_tell_of_calls_refusals_upstreams_and_the_journal()
    {
        var name = $"u{Guid.NewGuid():n}";
        await using var gateway = await RunningGateway.StartAsync([new UpstreamConfig { Name = name, Url = Nowhere, Retries = 0 }]);
        using var admin = Client(gateway);
        using (await CallAsync(gateway))
        {
        }

        using (var answer = await admin.GetAsync("/metrics", Cancel))
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        // A call is counted when it has ended, a moment after its caller has the answer and a moment before Watch has it.
        while (gateway.Seen.IsEmpty)
            await Task.Yield();
        var lines = (await admin.GetStringAsync("/metrics", Cancel)).Split('\n');
        Assert.Contains($"weir_exchanges_total{{weir_dialect=\"openai.chat\",weir_outcome=\"upstream_failed\",weir_upstream=\"{name}\",weir_status_class=\"5xx\"}} 1", lines);
        Assert.Contains($"weir_upstream_attempts_total{{weir_upstream=\"{name}\",weir_result=\"not_connected\"}} 1", lines);
        Assert.Contains($"weir_upstream_resting{{weir_upstream=\"{name}\"}} 0", lines);
        Assert.Contains(lines, static line => line.StartsWith("weir_refusals_total{weir_code=\"upstream_unreachable\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("gen_ai_server_request_duration_seconds_bucket{", StringComparison.Ordinal));
        Assert.Contains("weir_journal_dropped_total{weir_reason=\"disk\"} 0", lines);
        Assert.DoesNotContain(lines, static line => line.Contains("made-up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_token_only_health_is_open_to_all()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere, static config => config with { AdminToken = new Secret(Token) });
        using var admin = Client(gateway);
        Assert.Equal("ready\n", await admin.GetStringAsync("/health/ready", Cancel));
        foreach (var path in (string[])["/metrics", "/api/status", "/nothing"])
        {
            using var without = await admin.GetAsync(path, Cancel);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (without.StatusCode, without.Headers.WwwAuthenticate.ToString()));
        }

        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token[..^1] + "0");
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.GetAsync("/api/status", Cancel)).StatusCode);
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/status", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example:8081")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Without_a_token_a_page_in_a_browser_cannot_use_it(string header, string value)
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        using var admin = Client(gateway);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await admin.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Nothing_of_it_can_be_reached_from_the_public_port()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere, static config => config with { RefuseOther = true });
        foreach (var path in (string[])["/metrics", "/health/ready", "/api/status"])
        {
            using var answer = await gateway.Client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static HttpClient Client(RunningGateway gateway) => new() { BaseAddress = gateway.App.AdminAddress };

    private static Task<HttpResponseMessage> CallAsync(RunningGateway gateway) =>
        gateway.Client.PostAsync("/v1/chat/completions", new StringContent("""{"model":"made-up","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json"), Cancel);
}
