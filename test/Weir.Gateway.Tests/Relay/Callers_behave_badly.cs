using System.Net;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Relay;

/// <summary>What a caller does to its own call stays with that call: no other caller and no upstream pays for it.</summary>
public sealed class Callers_behave_badly
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_given_up_half_way_do_not_put_the_upstream_to_rest(bool reset)
    {
        const int Times = 20;
        using var begun = new SemaphoreSlim(0);
        await using var upstream = ScriptedUpstream.Start(talk => talk.ReceiveAsync(sent => _ = sent.EndsWith("some of it", StringComparison.Ordinal) ? begun.Release() : 0));
        await using var gateway = await RunningGateway.StartAsync([new UpstreamConfig { Name = "main", Url = upstream.Address, FailuresBeforeRest = 1 }]);
        var recorded = Recorded(gateway, Times);
        for (var i = 0; i < Times; i++)
        {
            using var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
            await caller.SendAsync("POST /v1/files HTTP/1.1\r\nHost: a\r\nX-Weir-Account: tester\r\nContent-Length: 1000\r\n\r\nsome of it", Cancel);
            await begun.WaitAsync(Cancel);
            if (reset)
                caller.Reset();
        }

        await recorded;
        Assert.All(gateway.Seen, static seen => Assert.Equal(Outcome.CallerLeft, seen.Outcome));
        Assert.Equal(0, Assert.Single(gateway.App.Parts.Path.Snapshot.Upstreams.All).Health.ConsecutiveFailures);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_who_leaves_in_the_middle_of_its_body_has_left_and_was_not_refused(bool reset)
    {
        const int Times = 20;
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var recorded = Recorded(gateway, Times);
        for (var i = 0; i < Times; i++)
        {
            using var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
            await caller.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n", Cancel);
            Assert.StartsWith("HTTP/1.1 100", await caller.ReceiveUntilAsync("\r\n\r\n", Cancel), StringComparison.Ordinal);
            await caller.SendAsync("{", Cancel);
            if (reset)
                caller.Reset();
        }

        await recorded;
        Assert.All(gateway.Seen, static seen => Assert.Equal(Outcome.CallerLeft, seen.Outcome));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_slow_upload_takes_nothing_of_the_time_that_the_upstream_has()
    {
        const string Upload = "abcdef";
        var time = new ManualTimeProvider();
        using var heard = new SemaphoreSlim(0);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            if (await talk.ReceiveAsync(sent => _ = sent.Contains("\r\n\r\na", StringComparison.Ordinal) ? heard.Release() : 0) is not null)
                await talk.SendAsync(ScriptedUpstream.Json("{}"));
            await talk.SeesCloseAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(
            [new UpstreamConfig { Name = "main", Url = upstream.Address, Timeouts = new UpstreamTimeouts { FirstByte = TimeSpan.FromSeconds(10) } }],
            static config => config with { Bodies = config.Bodies with { MinBytesPerSecond = 0 } }, time);
        using var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        await caller.SendAsync($"POST /v1/files HTTP/1.1\r\nHost: a\r\nX-Weir-Account: tester\r\nContent-Length: {Upload.Length}\r\n\r\n", Cancel);
        foreach (var piece in Upload)
        {
            await caller.SendAsync(piece.ToString(), Cancel);
            await heard.WaitAsync(Cancel);
            if (piece != Upload[^1])
                time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.StartsWith("HTTP/1.1 200", await caller.ReceiveUntilAsync("\r\n\r\n", Cancel), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Leaving_before_the_first_byte_still_costs_the_prompt()
    {
        using var asked = new SemaphoreSlim(0);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            asked.Release();
            await talk.SeesCloseAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        var recorded = Recorded(gateway, 1);
        using (var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel))
        {
            await caller.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}", Cancel);
            await asked.WaitAsync(Cancel);
        }

        await recorded;
        var seen = Assert.Single(gateway.Seen);
        Assert.Equal(Outcome.CallerLeft, seen.Outcome);
        Assert.True(seen.Usage.InputTokens > 0);
        Assert.Equal(0, seen.Usage.OutputTokens);
        Assert.True(seen.Usage.Estimated);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upstream_may_refuse_an_upload_before_it_is_sent()
    {
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveHeadAsync();
            await talk.SendAsync(ScriptedUpstream.Json("""{"error":{"message":"no"}}""", 413));
            await talk.SeesCloseAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        await caller.SendAsync("POST /v1/files HTTP/1.1\r\nHost: a\r\nX-Weir-Account: tester\r\nExpect: 100-continue\r\nContent-Length: 100000000\r\n\r\n", Cancel);
        var answer = await caller.ReceiveUntilAsync("}}", Cancel);
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("100 Continue", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TRACE_would_show_the_caller_the_operators_credential_and_is_refused()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        await using var gateway = await RunningGateway.StartAsync(upstream.Address);
        using var trace = new HttpRequestMessage(HttpMethod.Trace, "/v1/models");
        var answer = await gateway.Client.SendAsync(trace, Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_caller_who_stops_reading_is_not_an_upstream_that_timed_out()
    {
        var time = new ManualTimeProvider();
        var full = new TaskCompletionSource();
        var piece = ScriptedUpstream.Chunk("data: {}\n\n" + new string(' ', 60_000));
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            await talk.ReceiveAsync();
            await talk.SendAsync(ScriptedUpstream.SseHead);
            while (true)
            {
                // Nothing on the way tells that it is full but that it takes no more.
                var sent = talk.SendAsync(piece);
                if (await Task.WhenAny(sent, Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Cancel)) != sent)
                    full.TrySetResult();
                await sent;
            }
        });
        await using var gateway = await RunningGateway.StartAsync(
            [new UpstreamConfig { Name = "main", Url = upstream.Address, Timeouts = new UpstreamTimeouts { Idle = TimeSpan.FromSeconds(10) } }], time: time);
        var recorded = Recorded(gateway, 1);
        using var caller = await RawClient.ConnectAsync(gateway.App.PublicAddress, Cancel);
        await caller.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nX-Weir-Account: tester\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}", Cancel);
        await full.Task;
        await time.AdvanceUntilAsync(recorded, TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(Outcome.CallerLeft, Assert.Single(gateway.Seen).Outcome);
        Assert.DoesNotContain("\r\n0\r\n\r\n", await caller.ReceiveAllAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_header_makes_no_second_header()
    {
        await using var upstream = ScriptedUpstream.AnsweringJson("{}");
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var message = new HttpRequestMessage(HttpMethod.Get, upstream.Address);
        var from = new Microsoft.AspNetCore.Http.HeaderDictionary { ["X-Odd"] = "a\r\nAuthorization: Bearer other" };
        Gateway.Relay.RequestHeaders.Copy(from, message, new WeirConfig { Listen = upstream.Address, Admin = upstream.Address, DataFolder = "data", Upstreams = [] }, passCredential: false, decoded: false);
        await client.SendAsync(message, Cancel);
        Assert.Null(Assert.Single(upstream.Requests).Header("Authorization"));
    }

    /// <summary>Done when so many exchanges have been recorded.</summary>
    private static Task Recorded(RunningGateway gateway, int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.App.Parts.Watch.Listen(_ =>
        {
            if (gateway.Seen.Count >= count)
                done.TrySetResult();
        });
        return done.Task;
    }
}
