using System.Text;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;
using static Weir.Gateway.Tests.Relay.Bodies_pass_byte_for_byte;

namespace Weir.Gateway.Tests.Relay;

/// <summary>Whatever callers and upstreams do to each other, what a call held is free again when it is over.</summary>
public sealed class Nothing_is_left_behind
{
    private const int AtOnce = 16;
    private const int Calls = 320;
    private const string Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task After_callers_that_leave_anywhere_and_upstreams_that_die_anywhere()
    {
        var arrived = new CountdownEvent(AtOnce);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is { } request)
            {
                if (request.Text.Contains("\"together\"", StringComparison.Ordinal))
                {
                    if (arrived.Signal())
                        all.SetResult();
                    await all.Task.WaitAsync(talk.Stop);
                    await talk.SendAsync(ScriptedUpstream.Json("{}"));
                }
                else if (!await MisbehaveAsync(talk, request.Text))
                {
                    return;
                }
            }
        });
        await using var gateway = await RunningGateway.StartAsync(
            [new UpstreamConfig { Name = "u", Url = upstream.Address, Retries = 1, FailuresBeforeRest = int.MaxValue }],
            static config => config with { Limits = new LimitsConfig { Account = new LimitSet { Concurrency = AtOnce } } });
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) <= Calls;)
                await CallAsync(gateway.App.PublicAddress, new Random(number), number);
        }));

        // Whoever left may still be on the way out; what comes next has to get in all the same, in its turn.
        var together = Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (true)
            {
                using var answer = await gateway.Client.PostAsync("/v1/chat/completions", Json("""{"model":"together","messages":[]}"""), Cancel);
                if ((int)answer.StatusCode != 429)
                    return (int)answer.StatusCode;
            }
        });
        Assert.All(await Task.WhenAll(together), static status => Assert.Equal(200, status));
        var exchanges = await gateway.StopAsync();
        Assert.Equal(0, gateway.App.Parts.Path.HeldNow);
        // Those who gave up before their request was whole may leave a record too; nobody leaves two.
        Assert.Equal(exchanges.Count(static e => e.Model is not null && e.Status != 429), exchanges.Where(static e => e.Model is not null && e.Status != 429 && e.Model != "together").Select(static e => e.Model).Distinct(StringComparer.Ordinal).Count() + AtOnce);
        foreach (var outcome in (Outcome[])[Outcome.Completed, Outcome.CallerLeft, Outcome.UpstreamBroke, Outcome.UpstreamFailed])
            Assert.Contains(exchanges, e => e.Outcome == outcome);
    }

    /// <summary>False: this connection is over.</summary>
    private static async Task<bool> MisbehaveAsync(Conversation talk, string request)
    {
        switch (new Random(request.Length + request[12]).Next(6))
        {
            case 0:
                talk.Reset();
                return false;
            case 1:
                await talk.SendAsync("this is no HTTP\r\n\r\n");
                talk.Close();
                return false;
            case 2:
                await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Event) + "20\r\nhalf a chu");
                talk.Reset();
                return false;
            case 3:
                // Silent until the gateway hangs up, which it does once its caller has.
                await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Event));
                await talk.SeesCloseAsync();
                return false;
            default:
                await talk.SendAsync(ScriptedUpstream.SseHead + ScriptedUpstream.Chunk(Event) + ScriptedUpstream.Chunk("data: [DONE]\n\n") + "0\r\n\r\n");
                return true;
        }
    }

    private static async Task CallAsync(Uri gateway, Random random, int number)
    {
        var body = $$"""{"model":"m{{number}}","stream":true,"messages":[{"role":"user","content":"{{new string('x', random.Next(3000))}}"}]}""";
        var request = Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nX-Weir-Account: tester\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        using var client = await RawClient.ConnectAsync(gateway, Cancel);
        switch (random.Next(4))
        {
            case 0:
                await client.SendAsync(request.AsMemory(0, random.Next(request.Length)), Cancel);
                client.Reset();
                break;
            case 1:
                await client.SendAsync(request, Cancel);
                client.Reset();
                break;
            default:
                await client.SendAsync(request, Cancel);
                await client.ReceiveUntilAsync("word", Cancel);
                client.Reset();
                break;
        }
    }
}
