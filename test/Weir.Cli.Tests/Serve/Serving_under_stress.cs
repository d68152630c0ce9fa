using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Weir.TestKit;
using Xunit;

namespace Weir.Cli.Tests.Serve;

/// <summary>The program itself, as a process, while things go wrong around it and callers go on calling.</summary>
public sealed class Serving_under_stress : IAsyncLifetime
{
    private const int Bound = 180_000;
    private const int Connections = 8;
    private const string Answer = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";
    private static readonly TimeSpan MayBeLost = TimeSpan.FromMilliseconds(100);

    private readonly TempFolder _folder = new();
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.AnsweringJson(Answer);
    private string _key = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    public async ValueTask InitializeAsync() =>
        _key = (await Program_run.Of("keys", "create", "--account", "tester", "--data", Data)).Out.Trim();

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [Fact(Timeout = Bound)]
    public async Task Killed_under_load_it_loses_nothing_that_ended_100_ms_before_and_serves_again()
    {
        Callers callers;
        long killed;
        await using (var serving = Serve())
        {
            var (listen, _) = await serving.AddressesAsync(Cancel);
            callers = new Callers(listen, _key);
            var calling = callers.CallAsync(Connections, static () => true, mayGo: true, Cancel);
            await Task.WhenAny(callers.ReachAsync(2000), calling);
            killed = Stopwatch.GetTimestamp();
            await serving.KillAsync(Cancel);
            await calling;
        }

        using (callers)
        {
            Assert.True(callers.Ended.Count >= 2000, callers.Ended.Count.ToString(CultureInfo.InvariantCulture));
            Assert.All(callers.Ended, static call => Assert.Equal(HttpStatusCode.OK, call.Status));
        }

        var before = JournalNames();
        await using (var again = Serve())
        {
            var (listen, _) = await again.AddressesAsync(Cancel);
            using var caller = new Callers(listen, _key);
            Assert.Equal(HttpStatusCode.OK, (await caller.OnceAsync(Connections, 0, Cancel)).Status);
            await again.SignalAsync("TERM", Cancel);
            Assert.Equal(0, await again.ExitAsync(Cancel));
        }

        var kept = JournalNames();
        Assert.Equal([.. before, $"m-{Connections}-0"], kept);
        Assert.Equal(kept.Count, kept.Distinct(StringComparer.Ordinal).Count());
        var known = kept.ToHashSet(StringComparer.Ordinal);
        var oldest = TimeSpan.Zero;
        for (var caller = 0; caller < Connections; caller++)
        {
            // No holes, however fast the machine: what is lost of a caller are its last calls.
            var fates = callers.Of(caller).Select(call => (Lost: !known.Contains(call.Name), Before: Stopwatch.GetElapsedTime(call.At, killed))).ToArray();
            Assert.Equal(fates.Select(static fate => fate.Lost).Order(), fates.Select(static fate => fate.Lost));
            oldest = fates.Where(static fate => fate.Lost).Select(static fate => fate.Before).Append(oldest).Max();
        }

        // A machine that keeps a call waiting for long keeps the journal's thread waiting too.
        Assert.InRange(oldest, TimeSpan.Zero, MayBeLost + 3 * callers.Ended.Max(static call => call.Took));
    }

    [Fact(Timeout = Bound)]
    public async Task With_a_full_disk_it_serves_on_counts_what_it_drops_and_records_again_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Needs prlimit, to make a disk that is full for one process.");
        await using var serving = Serve();
        var (listen, admin) = await serving.AddressesAsync(Cancel);
        using var callers = new Callers(listen, _key);
        using var metrics = new Metrics(admin);
        await callers.CallAsync(Connections, () => callers.Ended.Count < 50, mayGo: false, Cancel);
        // The limit holds for each file, and the first has passed it already.
        await LimitAsync(serving, "4096:unlimited");
        while (await metrics.OfAsync("weir_journal_dropped_total{weir_reason=\"disk\"}", Cancel) == 0)
        {
            var enough = callers.Ended.Count + 200;
            await callers.CallAsync(Connections, () => callers.Ended.Count < enough, mayGo: false, Cancel);
        }

        Assert.Equal(1, await metrics.OfAsync("weir_journal_failing", Cancel));
        Assert.Equal("ready\n", await metrics.ReadyAsync(Cancel));
        await LimitAsync(serving, "unlimited:unlimited");
        await serving.SaysAsync("The journal is written again", Cancel);
        await callers.CallAsync(Connections, More(callers, 20), mayGo: false, Cancel);
        Assert.Equal(0, await metrics.OfAsync("weir_journal_failing", Cancel));
        Assert.Contains("The journal cannot be written", serving.Log, StringComparison.Ordinal);
        Assert.All(callers.Ended, static call => Assert.Equal(HttpStatusCode.OK, call.Status));

        var dropped = (int)await metrics.OfAsync("weir_journal_dropped_total{weir_reason=\"disk\"}", Cancel);
        await serving.SignalAsync("TERM", Cancel);
        Assert.Equal(0, await serving.ExitAsync(Cancel));
        var kept = JournalNames();
        Assert.Equal(callers.Ended.Count, kept.Count + dropped);
        Assert.Subset(callers.Ended.Select(static call => call.Name).ToHashSet(StringComparer.Ordinal), kept.ToHashSet(StringComparer.Ordinal));
    }

    [Fact(Timeout = Bound)]
    public async Task A_hundred_thousand_wrong_keys_cost_no_storage_and_little_memory_and_a_good_caller_nothing()
    {
        await using var serving = Serve();
        var (listen, admin) = await serving.AddressesAsync(Cancel);
        using var good = new Callers(listen, _key);
        using var metrics = new Metrics(admin);
        await good.CallAsync(1, More(good, 20), mayGo: false, Cancel);
        await FloodAsync(listen, 0, 2_000);
        var memory = await metrics.OfAsync("process_resident_memory_bytes", Cancel);
        var files = Sizes();

        var flood = Task.WhenAll(Enumerable.Range(1, 4).Select(part => FloodAsync(listen, part, 25_000)));
        await good.CallAsync(1, () => !flood.IsCompleted, mayGo: false, Cancel);
        await flood;
        Assert.All(good.Ended, static call => Assert.Equal(HttpStatusCode.OK, call.Status));
        Assert.InRange(await metrics.OfAsync("process_resident_memory_bytes", Cancel) - memory, double.NegativeInfinity, 96 << 20);
        Assert.Equal(files, Sizes());
        // The start and the keys are written there in their own time; a hundred thousand attempts are not.
        Assert.InRange(new DirectoryInfo(Path.Combine(Data, "ledger")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length), 1, 64 << 10);
        await serving.SignalAsync("TERM", Cancel);
        Assert.Equal(0, await serving.ExitAsync(Cancel));
        Assert.Equal(good.Ended.Select(static call => call.Name), JournalNames());
    }

    [Fact(Timeout = Bound)]
    public async Task Reloads_under_load_fail_no_call_and_a_faulty_file_keeps_the_old_one()
    {
        await using var other = ScriptedUpstream.AnsweringJson(Answer);
        var file = _folder.File("weir.yaml");
        string Config(Uri upstream) => $"upstreams:\n  - name: main\n    url: {upstream}\n    retries: 0\n";
        await File.WriteAllTextAsync(file, Config(_upstream.Address), Cancel);
        await using var serving = Serving_process.Start("--config", file, "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--data", Data);
        var (listen, _) = await serving.AddressesAsync(Cancel);
        using var callers = new Callers(listen, _key);
        var done = false;
        var calling = callers.CallAsync(Connections, () => !Volatile.Read(ref done), mayGo: false, Cancel);
        for (var i = 1; i <= 5; i++)
        {
            await File.WriteAllTextAsync(file, Config(i % 2 == 0 ? _upstream.Address : other.Address), Cancel);
            await serving.SignalAsync("HUP", Cancel);
            await serving.SaysAsync("Configuration taken into use", Cancel, times: i);
            var (here, there) = (_upstream.Requests.Count, other.Requests.Count);
            await File.WriteAllTextAsync(file, "upstreams: nowhere\n", Cancel);
            await serving.SignalAsync("HUP", Cancel);
            await serving.SaysAsync("the old one stays in force", Cancel, times: i);
            await Task.WhenAny(callers.ReachAsync(callers.Ended.Count + 50), calling);
            // Calls that were under way went where they had begun; all others go to the upstream of the last good file.
            var moved = i % 2 == 0 ? other.Requests.Count - there : _upstream.Requests.Count - here;
            Assert.InRange(moved, 0, Connections);
        }

        Volatile.Write(ref done, true);
        await calling;
        Assert.All(callers.Ended, static call => Assert.Equal(HttpStatusCode.OK, call.Status));
        Assert.Equal(callers.Ended.Count, _upstream.Requests.Count + other.Requests.Count);
    }

    private Serving_process Serve() => Serving_process.Start(
        "--upstream", _upstream.Address.ToString(), "--listen", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--data", Data,
        // The load is to reach the parts behind the limits.
        "--set", "limits.account.requests_per_minute=100000000", "--set", "limits.account.tokens_per_minute=100000000000");

    private static Func<bool> More(Callers callers, int calls)
    {
        var enough = callers.Ended.Count + calls;
        return () => callers.Ended.Count < enough;
    }

    /// <summary>Wrong keys that look right, a hundred at a time on one connection.</summary>
    private static async Task FloodAsync(Uri listen, int part, int calls)
    {
        const int atOnce = 100;
        using var client = await RawClient.ConnectAsync(listen, Cancel);
        for (var sent = 0; sent < calls; sent += atOnce)
        {
            var requests = new StringBuilder();
            for (var i = 0; i < atOnce; i++)
                requests.Append(CultureInfo.InvariantCulture, $"GET /v1/models HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer weir_{part:x8}{sent + i:x8}_0123456789abcdef0123456789abcdef0123456789\r\n\r\n");
            await client.SendAsync(requests.ToString(), Cancel);
            // A status line may be cut in two anywhere: what is shorter than one is kept for the next piece.
            byte[] rest = [];
            for (var answered = 0; answered < atOnce; rest = rest[^Math.Min(rest.Length, Refused.Length - 1)..])
            {
                var piece = await client.ReceiveAsync(Cancel);
                Assert.NotEmpty(piece);
                rest = [.. rest, .. piece];
                answered += rest.AsSpan().Count(Refused) + rest.AsSpan().Count(Throttled);
            }
        }
    }

    private static ReadOnlySpan<byte> Refused => "HTTP/1.1 401"u8;
    private static ReadOnlySpan<byte> Throttled => "HTTP/1.1 429"u8;

    private static async Task LimitAsync(Serving_process serving, string bytes)
    {
        using var prlimit = Process.Start("/usr/bin/prlimit", ["--pid", serving.Id.ToString(CultureInfo.InvariantCulture), "--fsize=" + bytes]);
        await prlimit.WaitForExitAsync(Cancel);
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>Every file of the data folder but the journal, with its size.</summary>
    private string[] Sizes() => [.. new DirectoryInfo(Data).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.Directory!.Name is not "journal" && !file.FullName.StartsWith(Path.Combine(Data, "ledger"), StringComparison.Ordinal)).Select(static file => $"{file.Name} {file.Length}").Order(StringComparer.Ordinal)];

    /// <summary>The models of the journal's lines, in order. A line that is not whole JSON fails here; a torn last one is cut at the next start.</summary>
    private List<string> JournalNames()
    {
        var names = new List<string>();
        foreach (var segment in Directory.GetFiles(Path.Combine(Data, "journal"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(segment);
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var exchange = JsonDocument.Parse(line);
                names.Add(exchange.RootElement.GetProperty("model").GetString()!);
            }
        }

        return names;
    }
}
