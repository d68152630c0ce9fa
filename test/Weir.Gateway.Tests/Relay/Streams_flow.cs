using System.Net;
using System.Text;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

public sealed class Streams_flow
{
    private const string Ask = """{"model":"m","stream":true,"messages":[{"role":"user","content":"Tell me about rivers."}]}""";
    private const string AskWithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Tell me about rivers."}]}""";

    private static string Delta(string text) => $"data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n";
    private const string Last = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string UsageChunk = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":4,\"total_tokens\":15}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public async Task Each_event_reaches_the_caller_before_the_next_is_sent()
    {
        // The upstream sends an event only after the test has seen the one before: a buffered byte would hang it.
        var go = new SemaphoreSlim(0);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead);
            for (var i = 0; i < 5; i++)
            {
                await go.WaitAsync(talk.Stop);
                await talk.SendAsync(ScriptedUpstream.Chunk(Delta("w" + i)));
            }

            await go.WaitAsync(talk.Stop);
            await talk.SendAsync(ScriptedUpstream.Chunk(Last + UsageChunk + Done) + "0\r\n\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(AskWithUsage) };
        // Headers come before the first event is allowed to be sent.
        using var answer = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        for (var i = 0; i < 5; i++)
        {
            go.Release();
            var read = await stream.ReadAsync(buffer);
            Assert.Equal(Delta("w" + i), Encoding.UTF8.GetString(buffer, 0, read));
        }

        go.Release();
        Assert.Equal(Last + UsageChunk + Done, await new StreamReader(stream).ReadToEndAsync());
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(new Usage(11, 4), exchange.Usage);
        Assert.Equal(Finish.Stop, exchange.Answer.Finish);
        Assert.True(exchange.Stream);
    }

    [Fact]
    public async Task Usage_that_the_caller_did_not_ask_for_is_asked_for_and_taken_out()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
                await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("a") + Delta("b") + Last) + ScriptedUpstream.Chunk(UsageChunk + Done) + "0\r\n\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask));
        Assert.Equal(Delta("a") + Delta("b") + Last + Done, await answer.Content.ReadAsStringAsync());
        Assert.True(upstream.Requests.TryDequeue(out var seen));
        using var sent = System.Text.Json.JsonDocument.Parse(seen.Text);
        Assert.True(sent.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        // Everything else of the body is what the caller sent.
        Assert.Contains("\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about rivers.\"}]", seen.Text, StringComparison.Ordinal);
        Assert.Equal(new Usage(11, 4), Assert.Single(await gateway.StopAsync()).Usage);
    }

    [Fact]
    public async Task An_upstream_that_never_tells_is_estimated_and_marked()
    {
        await using var upstream = ScriptedUpstream.Answering(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("several words of an answer") + Last + Done) + "0\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync([new UpstreamConfig { Name = "u", Url = upstream.Address, AskUsage = false }]);
        Assert.EndsWith(Done, await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var usage = Assert.Single(await gateway.StopAsync()).Usage;
        Assert.True(usage.Estimated);
        Assert.InRange(usage.OutputTokens, 3, 12);
        Assert.InRange(usage.InputTokens, 2, 20);
    }

    [Fact]
    public async Task A_caller_who_leaves_early_still_counts_with_what_was_produced()
    {
        var closed = new TaskCompletionSource<bool>();
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("twelve words of an answer that will never be read to its end")));
            closed.SetResult(await talk.SeesCloseAsync());
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using (var client = await RawClient.ConnectAsync(gateway.App.PublicAddress, default))
        {
            await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}", default);
            await client.ReceiveUntilAsync("to its end", default);
            client.Reset();
        }

        // The upstream is let go at once: nobody pays for words that nobody reads.
        Assert.True(await closed.Task);
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(Outcome.CallerLeft, exchange.Outcome);
        Assert.True(exchange.Usage.Estimated);
        Assert.InRange(exchange.Usage.OutputTokens, 8, 24);
    }

    [Fact]
    public async Task An_upstream_that_dies_in_the_middle_cuts_the_caller_off_and_is_recorded_as_that()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("half an")) + "20\r\nhalf a chunk");
            talk.Close();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(Ask) };
        using var answer = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // A cut answer must not look like a whole one.
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync());
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(Outcome.UpstreamBroke, exchange.Outcome);
        Assert.True(exchange.Usage.OutputTokens > 0);
    }

    [Fact]
    public async Task Twenty_megabytes_in_one_event_pass_and_do_not_zero_the_count()
    {
        var large = new string('x', 20 << 20);
        await using var upstream = ScriptedUpstream.Answering(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("before")) + ScriptedUpstream.Chunk(Delta(large)) + ScriptedUpstream.Chunk(Delta("after") + Last + Done) + "0\r\n\r\n");
        await using var gateway = await RunningGateway.StartAsync([new UpstreamConfig { Name = "u", Url = upstream.Address, AskUsage = false }]);
        var answer = await (await gateway.Client.PostAsync("/v1/chat/completions", Json(Ask))).Content.ReadAsStringAsync();
        Assert.Equal(Delta("before") + Delta(large) + Delta("after") + Last + Done, answer);
        var exchange = Assert.Single(await gateway.StopAsync());
        Assert.Equal(1, exchange.Answer.UnreadEvents);
        Assert.True(exchange.Usage.Estimated);
        Assert.True(exchange.Usage.OutputTokens > 1_000_000, exchange.Usage.OutputTokens.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Silence_in_the_middle_ends_after_the_idle_time()
    {
        var time = new ManualTimeProvider();
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Delta("one")));
            await talk.SeesCloseAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address, time: time);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(Ask) };
        using var answer = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        Assert.True(await stream.ReadAsync(new byte[4096]) > 0);
        var more = stream.ReadAsync(new byte[4096]).AsTask();
        // The caller may have its piece before the gateway has begun to measure the silence behind it.
        await time.AdvanceUntilAsync(more, TimeSpan.FromSeconds(122), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => more);
        Assert.Equal(Outcome.UpstreamTimedOut, Assert.Single(await gateway.StopAsync()).Outcome);
    }
}
