using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Ledger;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.TestKit;

// What bench/ledger.sh prints: durable entries a second, how fast a ledger is verified, and what it costs a call.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var small = args.Contains("--test");
var (durable, verified, calls) = small ? (200, 2_000, 50) : (4_000, 100_000, 4_000);
foreach (var waiting in new[] { 1, 16, 256 })
{
    await DurableAsync(waiting, Math.Max(durable * Math.Min(waiting, 8) / 8, waiting), payload: false);
    await DurableAsync(waiting, Math.Max(durable * Math.Min(waiting, 8) / 8, waiting), payload: true);
}

await VerifiedAsync(verified, payloadEvery: 0);
await VerifiedAsync(verified, payloadEvery: 1);
await PathAsync(calls, rounds: small ? 1 : 5);
return 0;

static NewEntry Entry(bool payload, int number) => payload
    ? NewEntry.Of(EntryType.Decision, TimeProvider.System.GetUtcNow(), "weir", "account-" + number, Encoding.UTF8.GetBytes("{\"posture\":\"slow\",\"because\":[\"a reason of ordinary length that an analyst can check\"]}"))
    : new NewEntry(EntryType.OperatorAction, TimeProvider.System.GetUtcNow(), "operator");

// So many callers, each of whom waits until its entry is durable before it hands over the next.
static async Task DurableAsync(int waiting, int entries, bool payload)
{
    using var folder = new TempFolder();
    await using var writer = new LedgerWriter(folder.Path, SigningKey.Create("weir.invalid/bench"), TimeProvider.System);
    writer.Start();
    await writer.AppendAsync(Entry(payload, 0), default);
    var began = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, waiting).Select(async caller =>
    {
        for (var i = caller; i < entries; i += waiting)
        {
            if (!(await writer.AppendAsync(Entry(payload, i), default)).IsDurable)
                throw new InvalidOperationException(writer.Reason);
        }
    }));
    var took = Stopwatch.GetElapsedTime(began);
    Console.WriteLine($"durable   {waiting,4} waiting   {(payload ? "with payload   " : "without payload")} {entries / took.TotalSeconds,9:0} entries/s   {took.TotalMilliseconds * waiting / entries,7:0.00} ms an entry");
}

static async Task VerifiedAsync(int entries, int payloadEvery)
{
    using var folder = new TempFolder();
    var key = SigningKey.Create("weir.invalid/bench");
    var log = (await LedgerLog.OpenAsync(folder.Path, key, default)).Log!;
    for (var i = 0; i < entries; i += 4096)
        log.Append([.. Enumerable.Range(i, Math.Min(4096, entries - i)).Select(number => Entry(payloadEvery > 0 && number % payloadEvery == 0, number))]);
    var best = TimeSpan.MaxValue;
    for (var run = 0; run < 3; run++)
    {
        var began = Stopwatch.GetTimestamp();
        var report = await LedgerCheck.RunAsync(folder.Path, key.Verifier, null, default);
        if (!report.IsSound || report.Entries != entries)
            throw new InvalidOperationException(string.Join("; ", report.Faults));
        best = Stopwatch.GetElapsedTime(began) < best ? Stopwatch.GetElapsedTime(began) : best;
    }

    Console.WriteLine($"verified  {entries,7} entries   {(payloadEvery > 0 ? "with payloads   " : "without payloads")} {best.TotalSeconds,6:0.00} s   {entries / best.TotalSeconds,9:0} entries/s   (best of 3)");
}

// The same calls through two gateways, one with a ledger and one without, in turn.
static async Task PathAsync(int calls, int rounds)
{
    await using var upstream = ScriptedUpstream.AnsweringJson("""{"choices":[{"message":{"role":"assistant","content":"hello"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}""");
    var (with, without) = (new List<double>(), new List<double>());
    for (var round = 0; round < rounds; round++)
    {
        without.Add(await CallsAsync(upstream.Address, ledger: false, calls));
        with.Add(await CallsAsync(upstream.Address, ledger: true, calls));
    }

    var (a, b) = (with.Order().ElementAt(rounds / 2), without.Order().ElementAt(rounds / 2));
    Console.WriteLine($"a call    {a,6:0.0} µs of processor with a ledger, {b,6:0.0} without ({a / b - 1:+0.0%;-0.0%}; medians of {rounds}; runs of one kind differ by {without.Max() / without.Min() - 1:0.0%})");
}

static async Task<double> CallsAsync(Uri upstream, bool ledger, int calls)
{
    using var folder = new TempFolder();
    if (!DataFolder.TryOpen(folder.File("data"), out var data, out var fault))
        throw new InvalidOperationException(fault.ToString());
    using (data)
    {
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = data.Path,
            Identity = new IdentityConfig { Kind = IdentityKind.Header },
            Network = new NetworkConfig { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] },
            Upstreams = [new UpstreamConfig { Name = "main", Url = upstream, Retries = 0 }],
            Limits = new LimitsConfig { Account = new LimitSet() },
            Ledger = new LedgerConfig { Enabled = ledger },
        };
        await using var app = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.None));
        await app.StartAsync(default);
        using var client = new HttpClient { BaseAddress = app.PublicAddress };
        client.DefaultRequestHeaders.Add("X-Weir-Account", "bench");
        var body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"hello there"}]}""");
        async Task CallAsync()
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var answer = await client.PostAsync("/v1/chat/completions", content);
            answer.EnsureSuccessStatusCode();
        }

        for (var i = 0; i < calls / 4; i++)
            await CallAsync();
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < calls; i++)
            await CallAsync();
        var cpu = Environment.CpuUsage.TotalTime - before;
        await app.StopAsync(default);
        return cpu.TotalMicroseconds / calls;
    }
}
