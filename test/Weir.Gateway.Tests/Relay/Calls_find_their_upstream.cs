using System.Net;
using System.Text.Json;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Calls_find_their_upstream : IAsyncDisposable
{
    private readonly ScriptedUpstream _one = ScriptedUpstream.AnsweringJson("{\"from\":1}");
    private readonly ScriptedUpstream _two = ScriptedUpstream.AnsweringJson("{\"from\":2}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private UpstreamConfig One => new() { Name = "one", Url = _one.Address, Retries = 0 };
    private UpstreamConfig Two => new() { Name = "two", Url = _two.Address, Retries = 0 };

    [Theory]
    [InlineData("gpt-small", 1)]
    [InlineData("llama-8b", 2)]
    [InlineData("llama-70b-instruct", 2)]
    [InlineData("quick", 2)]
    public async Task By_name_pattern_and_alias(string model, int upstream)
    {
        await using var gateway = await RunningGateway.StartAsync(
        [
            One with { Models = ["gpt-small", "gpt-large"] },
            Two with { Models = ["llama-*"], Aliases = Named("quick", "llama-8b") },
        ]);
        using var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Chat(model)), Cancel);
        Assert.Equal($"{{\"from\":{upstream}}}", await answer.Content.ReadAsStringAsync(Cancel));
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal((model, upstream == 1 ? "one" : "two"), (exchange.Model, exchange.Upstream));
    }

    [Fact]
    public async Task An_alias_is_the_only_byte_of_a_body_that_changes()
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Models = ["real \"model\""], Aliases = Named("nick", "real \"model\"") }]);
        const string body = "{ \"x\" : {\"model\":\"nick\"},\r\n\t\"model\" :  \"ni\\u0063k\" , \"messages\":[{\"role\":\"user\",\"content\":\"nick\"}] } ";
        using var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(body), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_one.Requests.TryDequeue(out var seen));
        Assert.Equal(body.Replace("\"ni\\u0063k\"", "\"real \\u0022model\\u0022\"", StringComparison.Ordinal), seen.Text);
    }

    [Theory]
    [InlineData("/v1beta/models/nick:generateContent", "/v1beta/models/gemini-real:generateContent")]
    [InlineData("/v1beta/models/nick:streamGenerateContent?alt=sse", "/v1beta/models/gemini-real:streamGenerateContent?alt=sse")]
    [InlineData("/nick/v1beta/models/ni%63k:generateContent?q=/nick:x&z=%2F", "/nick/v1beta/models/gemini-real:generateContent?q=/nick:x&z=%2F")]
    public async Task An_alias_in_a_Gemini_path(string asked, string sent)
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Models = ["gemini-*"], Aliases = Named("nick", "gemini-real") }]);
        using var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        const string body = "{\"contents\":[{\"parts\":[{\"text\":\"nick\"}]}]}";
        await client.SendAsync($"POST {asked} HTTP/1.1\r\nHost: h\r\nX-Weir-Account: a\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}", Cancel);
        Assert.StartsWith("HTTP/1.1 200", await client.ReceiveUntilAsync("}", Cancel), StringComparison.Ordinal);
        Assert.True(_one.Requests.TryDequeue(out var seen));
        Assert.Equal(($"POST {sent} HTTP/1.1", body), (seen.Line, seen.Text));
        Assert.Equal("nick", Assert.Single(await gateway.StopAsync()).Model);
    }

    [Fact]
    public async Task By_the_dialect_that_an_upstream_speaks()
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Dialects = [Provider.OpenAi] }, Two with { Dialects = [Provider.Anthropic] }]);
        Assert.Equal("{\"from\":1}", await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Chat("m")), Cancel)).Content.ReadAsStringAsync(Cancel));
        Assert.Equal("{\"from\":2}", await (await gateway.Client.PostAsync("/v1/messages", Json(Message("m")), Cancel)).Content.ReadAsStringAsync(Cancel));
        using var gemini = await gateway.Client.PostAsync("/v1beta/models/m:generateContent", Json("{\"contents\":[]}"), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gemini.StatusCode);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "error.code", "model_not_found")]
    [InlineData("/v1/messages", "error.type", "not_found_error")]
    [InlineData("/v1beta/models/strange:generateContent", "error.status", "NOT_FOUND")]
    public async Task A_model_that_nobody_serves_is_404_in_the_callers_dialect(string path, string member, string value)
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Models = ["m"] }]);
        var body = path switch { "/v1/messages" => Message("strange"), "/v1/chat/completions" => Chat("strange"), _ => "{\"contents\":[]}" };
        using var answer = await gateway.Client.PostAsync(path, Json(body), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(value, await MemberAsync(answer, member));
        Assert.Empty(_one.Requests);
        Assert.Equal((Outcome.Refused, 404), Assert.Single(await gateway.StopAsync()) is var e ? (e.Outcome, e.Status) : default);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "Authorization", "Bearer sk-of-the-operator")]
    [InlineData("/v1/messages", "x-api-key", "sk-of-the-operator")]
    [InlineData("/v1beta/models/m:generateContent?key=KEY&alt=json", "x-goog-api-key", "sk-of-the-operator")]
    public async Task The_operators_credential_goes_and_the_callers_stays(string path, string header, string value)
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Credential = new Secret("sk-of-the-operator") }], keys: [new NewKey("acme")]);
        var key = gateway.Keys[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, path.Replace("KEY", key, StringComparison.Ordinal)) { Content = Json(path.Contains("messages", StringComparison.Ordinal) ? Message("m") : Chat("m")) };
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Headers.Add("x-api-key", "a-placeholder");
        request.Headers.Add("api-key", key);
        using var answer = await gateway.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_one.Requests.TryDequeue(out var seen));
        Assert.Equal(value, seen.Header(header));
        Assert.DoesNotContain(key, seen.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("a-placeholder", seen.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("key=", seen.Line, StringComparison.Ordinal);
        Assert.Equal("acme", Assert.Single(await gateway.StopAsync()).Account);
    }

    [Fact]
    public async Task A_key_opens_the_models_of_its_scope_and_no_others()
    {
        await using var gateway = await RunningGateway.StartAsync([One with { Aliases = Named("nick", "large-1") }], keys: [new NewKey("acme") { Models = ["small-*"] }]);
        Task<HttpResponseMessage> Post(string path, string body)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
            request.Headers.Add("Authorization", "Bearer " + gateway.Keys[0]);
            return gateway.Client.SendAsync(request, Cancel);
        }

        Assert.Equal(HttpStatusCode.OK, (await Post("/v1/chat/completions", Chat("small-1"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Post("/v1beta/models/small-2:embedContent", "{\"model\":\"models/small-2\",\"content\":{}}")).StatusCode);
        (string Path, string Body)[] closed =
        [
            ("/v1/chat/completions", Chat("large-1")),
            ("/v1/chat/completions", Chat("nick")),
            ("/v1/chat/completions", "{\"messages\":[]}"),
            ("/v1beta/models/large-1:generateContent", "{\"contents\":[]}"),
            ("/v1beta/models/small-2:embedContent", "{\"model\":\"models/large-1\",\"content\":{}}"),
            ("/openai/deployments/small-1/chat/completions", Chat("large-1")),
            ("/v1/files", "{}"),
        ];
        foreach (var (path, body) in closed)
        {
            using var answer = await Post(path, body);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{path} {body}: {answer.StatusCode}");
        }

        Assert.Equal(2, _one.Requests.Count);
    }

    [Fact]
    public async Task A_reload_keeps_every_call_on_the_upstream_it_began_with()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
            {
                asked.TrySetResult();
                await go.Task.WaitAsync(talk.Stop);
                await talk.SendAsync(ScriptedUpstream.Json("{\"from\":0}"));
            }
        });
        await using var gateway = await RunningGateway.StartAsync(slow.Address);
        var before = gateway.Client.PostAsync("/v1/chat/completions", Json(Chat("m")), Cancel);
        await asked.Task;
        gateway.Config.Swap(gateway.Config.Current with { Upstreams = [Two] });
        Assert.Equal("{\"from\":2}", await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Chat("m")), Cancel)).Content.ReadAsStringAsync(Cancel));
        go.SetResult();
        Assert.Equal("{\"from\":0}", await (await before).Content.ReadAsStringAsync(Cancel));
    }

    private static string Chat(string model) => $"{{\"model\":{JsonSerializer.Serialize(model)},\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}";

    private static string Message(string model) => $"{{\"model\":{JsonSerializer.Serialize(model)},\"max_tokens\":9,\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}";

    private static Dictionary<string, string> Named(string alias, string name) => new(StringComparer.Ordinal) { [alias] = name };

    private static async Task<string?> MemberAsync(HttpResponseMessage answer, string path)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var at = document.RootElement;
        foreach (var name in path.Split('.'))
            at = at.GetProperty(name);
        return at.GetString();
    }
}
