using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Upstreams_fail
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";
    private const string Answer = """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";

    [Fact]
    public async Task Nobody_listens_is_502_in_each_dialect()
    {
        var nobody = FreeAddress();
        await using var gateway = await RunningGateway.StartAsync(nobody);
        var openAi = await ErrorOf(gateway, "/v1/chat/completions");
        Assert.Equal("upstream_unreachable", openAi.GetProperty("error").GetProperty("code").GetString());
        var anthropic = await ErrorOf(gateway, "/v1/messages");
        Assert.Equal("error", anthropic.GetProperty("type").GetString());
        Assert.Equal("api_error", anthropic.GetProperty("error").GetProperty("type").GetString());
        var gemini = await ErrorOf(gateway, "/v1beta/models/m:generateContent");
        Assert.Equal(502, gemini.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_fallback_answers_when_the_first_cannot_be_reached()
    {
        await using var second = ScriptedUpstream.AnsweringJson(Answer);
        await using var gateway = await RunningGateway.StartAsync(
        [
            new UpstreamConfig { Name = "first", Url = FreeAddress(), Fallback = ["second"], Retries = 0 },
            new UpstreamConfig { Name = "second", Url = second.Address },
        ]);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        Assert.Equal(Answer, await answer.Content.ReadAsStringAsync());
        Assert.Equal("second", Assert.Single(await gateway.StopAsync()).Upstream);
    }

    [Fact]
    public async Task A_gateway_error_of_the_first_is_tried_again_and_then_at_the_fallback()
    {
        await using var first = ScriptedUpstream.AnsweringJson("{}", 503);
        await using var second = ScriptedUpstream.AnsweringJson(Answer);
        await using var gateway = await RunningGateway.StartAsync(
        [
            new UpstreamConfig { Name = "first", Url = first.Address, Fallback = ["second"], Retries = 1 },
            new UpstreamConfig { Name = "second", Url = second.Address },
        ]);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).StatusCode);
        Assert.Equal(2, first.Requests.Count);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task Without_a_fallback_the_upstreams_own_503_passes()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{\"own\":true}", 503);
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("{\"own\":true}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task After_several_failures_in_a_row_the_upstream_rests_and_then_comes_back()
    {
        var time = new ManualTimeProvider();
        var failing = true;
        await using var first = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
                await talk.SendAsync(Volatile.Read(ref failing) ? ScriptedUpstream.Json("{}", 502) : ScriptedUpstream.Json(Answer));
        });
        await using var second = ScriptedUpstream.AnsweringJson(Answer);
        await using var gateway = await RunningGateway.StartAsync(
        [
            new UpstreamConfig { Name = "first", Url = first.Address, Fallback = ["second"], Retries = 0, FailuresBeforeRest = 3, Rest = TimeSpan.FromSeconds(10) },
            new UpstreamConfig { Name = "second", Url = second.Address, Models = ["other"] },
        ], time: time);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).StatusCode);
        Assert.Equal(3, first.Requests.Count);
        Assert.Equal(5, second.Requests.Count);
        Volatile.Write(ref failing, false);
        time.Advance(TimeSpan.FromSeconds(11));
        await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        Assert.Equal(5, first.Requests.Count);
        Assert.Equal(5, second.Requests.Count);
    }

    [Theory]
    [InlineData("SMTP hello, this is not HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("")]
    public async Task Garbage_from_the_upstream_is_502(string garbage)
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(garbage);
            talk.Close();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.True(answer.Headers.Contains("x-weir-reference"));
        Assert.Equal(Outcome.UpstreamFailed, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Fact]
    public async Task Headers_without_end_take_bounded_memory_and_are_502()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 4096; i++)
                await talk.SendAsync($"X-Filler-{i}: {new string('a', 1000)}\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upstream_that_never_answers_is_504()
    {
        var time = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            arrived.SetResult();
            await talk.SeesCloseAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, time: time);
        var call = gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await call).StatusCode);
        Assert.Equal(Outcome.UpstreamTimedOut, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Fact]
    public async Task A_whole_answer_cut_short_is_not_passed_as_whole()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\":[{\"index\":0,\"message\":{\"content\":\"half");
            talk.Close();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).Content.ReadAsStringAsync());
        Assert.Equal(Outcome.UpstreamBroke, Assert.Single(await gateway.StopAsync()).Outcome);
    }

    [Fact]
    public async Task The_gateway_goes_on_serving_everyone_else()
    {
        var turn = 0;
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
            {
                if (Interlocked.Increment(ref turn) % 2 == 1)
                {
                    talk.Reset();
                    return;
                }

                await talk.SendAsync(ScriptedUpstream.Json(Answer));
            }
        });
        await using var gateway = await RunningGateway.StartAsync([new UpstreamConfig { Name = "u", Url = upstream.Address, Retries = 0, FailuresBeforeRest = 1000 }]);
        for (var i = 0; i < 10; i++)
        {
            var status = (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).StatusCode;
            Assert.Equal(i % 2 == 0 ? HttpStatusCode.BadGateway : HttpStatusCode.OK, status);
        }
    }

    private static async Task<JsonElement> ErrorOf(RunningGateway gateway, string path)
    {
        var body = path.Contains("generateContent", StringComparison.Ordinal) ? """{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}"""
            : path.Contains("messages", StringComparison.Ordinal) ? """{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"Hello"}]}""" : Ask;
        var answer = await gateway.Client.PostAsync(path, Json(body));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>An address at which nobody listens: bound once, and let go.</summary>
    private static Uri FreeAddress()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}");
    }
}
