using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

/// <summary>The whole gateway in a process of its own, killed while clients call it; then its journal against what they saw.</summary>
public sealed class KilledGatewayTests : IDisposable
{
    private const int Callers = 8;
    private const int Calls = 2000;
    private const string Answer = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact(Timeout = 120_000)]
    public Task Killed_under_load_the_gateway_loses_no_call_that_was_answered_100_ms_before_and_tears_no_line() =>
        LostToAKill.IsOfTheLast100Ms(i => OldestLost(_temp.File("data" + i)));

    private static async Task<(TimeSpan Lost, TimeSpan Late)> OldestLost(string data)
    {
        await using var upstream = ScriptedUpstream.AnsweringJson(Answer);
        using var gateway = OtherProcess.Run(nameof(Serves_until_it_is_killed), data + "|" + upstream.Address);
        var address = new Uri((await gateway.SaysAsync())!);
        var answered = new ConcurrentQueue<(string Prompt, long At)>();
        var enough = new TaskCompletionSource();
        var calling = Enumerable.Range(0, Callers).Select(caller => CallAsync(address, caller, answered, enough)).ToArray();
        await enough.Task;
        var killedAt = Stopwatch.GetTimestamp();
        await gateway.KillAsync();
        await Task.WhenAll(calling);
        var late = TimeSpan.Zero;
        while (await gateway.SaysAsync() is { } said)
            late = TimeSpan.FromTicks(long.Parse(said, CultureInfo.InvariantCulture));

        Assert.True(DataFolder.TryOpen(data, out var folder, out var fault), fault?.ToString());
        using var opened = folder;
        using var restarted = new JournalFiles(folder.JournalPath, TimeProvider.System, NullLogger<JournalFiles>.Instance);
        var check = await JournalCheck.OfAsync(folder.JournalPath, folder.Hasher);
        Assert.Empty(check.Torn);
        return (LostToAKill.Oldest(check, answered, killedAt), late);
    }

    /// <summary>Calls one after the other until the gateway is gone.</summary>
    private static async Task CallAsync(Uri gateway, int caller, ConcurrentQueue<(string Prompt, long At)> answered, TaskCompletionSource enough)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        client.DefaultRequestHeaders.Add("X-Weir-Account", "tester");
        try
        {
            for (var number = 0; ; number++)
            {
                var prompt = string.Create(CultureInfo.InvariantCulture, $"caller {caller} asks number {number}");
                using var body = new StringContent($$"""{"model":"m","messages":[{"role":"user","content":"{{prompt}}"}]}""", Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
                Assert.Equal(200, (int)answer.StatusCode);
                answered.Enqueue((prompt, Stopwatch.GetTimestamp()));
                if (answered.Count >= Calls)
                    enough.TrySetResult();
            }
        }
        catch (HttpRequestException gone)
        {
            // Before there was enough to look at, the gateway had no reason to be gone.
            enough.TrySetException(gone);
        }
    }

    [Fact(Explicit = true)]
    public async Task Serves_until_it_is_killed()
    {
        var (path, upstream) = OtherProcess.Argument.Split('|') is [var first, var second] ? (first, second) : ("", "");
        Assert.True(DataFolder.TryOpen(path, out var data, out var fault), fault?.ToString());
        using var folder = data;
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Admin = new Uri("http://127.0.0.1:0"),
            DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = IdentityKind.Header },
            Network = new NetworkConfig { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] },
            Upstreams = [new UpstreamConfig { Name = "main", Url = new Uri(upstream), Retries = 0 }],
            Limits = new LimitsConfig { Account = new LimitSet() },
        };
        await using var app = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
        await app.StartAsync(CancellationToken.None);
        OtherProcess.Say(app.PublicAddress.ToString());
        var gone = OtherProcess.ParentIsGone();
        Bystander.Watch(gone, static late => OtherProcess.Say(late.Ticks.ToString(CultureInfo.InvariantCulture)));
        await gone;
    }
}
