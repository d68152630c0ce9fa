using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Bench.Detection;
using Weir.Console;
using Weir.Detection.Accounts;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Bench.Console;

/// <summary>A gateway with the console on ports of its own, that finds a past in its journal (days of a drill, or a great many accounts) and reads it in as after any start.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string _folder;
    private readonly DataFolder _data;
    private readonly GatewayApp _app;

    private Installation(string folder, DataFolder data, GatewayApp app) => (_folder, _data, _app) = (folder, data, app);

    public Uri Admin => _app.AdminAddress;

    public static async Task<Installation> StartAsync(Options options)
    {
        var (scenario, scale, days) = (options.Scenario, options.Scale, options.Days);
        var drill = ScenarioList.Named(scenario) ?? throw new InvalidOperationException($"There is no drill '{scenario}'.");
        var plan = drill.Plan(options.Seed, scale, people: options.People);
        plan = plan with { Days = days > 0 ? days : plan.Days, Start = TimeProvider.System.GetUtcNow().AddDays(-plan.Days) };
        var (folder, data) = MakeFolder();
        var accounts = plan.Accounts();
        await WriteFactsAsync(Path.Combine(folder, "accounts.jsonl"), accounts);
        var exchanges = WriteJournal(Path.Combine(data.Path, "journal"), plan, accounts, data.Hasher);
        var installation = await StartAsync(folder, data, Path.Combine(folder, "accounts.jsonl"));
        System.Console.WriteLine($"{scenario} at scale {scale}: {accounts.Count:N0} accounts, {exchanges:N0} exchanges; console at {installation.Admin}");
        return installation;
    }

    /// <summary>So many accounts with a call or two each, which nothing binds together.</summary>
    public static async Task<Installation> WithAccountsAsync(int accounts)
    {
        var (folder, data) = MakeFolder();
        var began = TimeProvider.System.GetTimestamp();
        WriteJournal(Path.Combine(data.Path, "journal"), Population.Of(accounts, TimeProvider.System.GetUtcNow().AddMinutes(-1), data.Hasher));
        var installation = await StartAsync(folder, data, null);
        System.Console.WriteLine($"{accounts:N0} accounts, written and read in after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        return installation;
    }

    private static (string Folder, DataFolder Data) MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-console-").FullName;
        return DataFolder.TryOpen(Path.Combine(folder, "data"), out var data, out var fault) ? (folder, data) : throw new InvalidOperationException(fault.ToString());
    }

    private static async Task<Installation> StartAsync(string folder, DataFolder data, string? accountsFile)
    {
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = data.Path, AccountsFile = accountsFile,
            Upstreams = [new UpstreamConfig { Name = "none", Url = new Uri("http://127.0.0.1:9") }],
        };
        var app = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(), WebConsole.Map);
        await app.StartAsync(CancellationToken.None);
        while (!app.Parts.Detection.IsFollowing)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        return new Installation(folder, data, app);
    }

    private static async Task WriteFactsAsync(string path, List<Account> accounts)
    {
        await using var file = File.Create(path);
        foreach (var account in accounts)
        {
            using (var json = new Utf8JsonWriter(file))
                AccountFactsJson.Write(json, KnownFacts.Of(account));
            file.WriteByte((byte)'\n');
        }
    }

    private static long WriteJournal(string folder, TrafficPlan plan, List<Account> accounts, KeyedHasher hasher) => WriteJournal(folder, Made(new TrafficFlow(plan, accounts), new ExchangeMaker(hasher)));

    private static IEnumerable<Exchange> Made(TrafficFlow flow, ExchangeMaker maker)
    {
        while (flow.Read() is { } made)
            yield return maker.Make(made);
    }

    private static long WriteJournal(string folder, IEnumerable<Exchange> exchanges)
    {
        Directory.CreateDirectory(folder);
        using var journal = new JournalFiles(folder, TimeProvider.System, NullLogger<JournalFiles>.Instance);
        var line = new ArrayBufferWriter<byte>(4096);
        var count = 0L;
        foreach (var exchange in exchanges)
        {
            line.ResetWrittenCount();
            ExchangeJson.Write(exchange, line);
            if (!journal.Append(line.WrittenSpan))
                throw new IOException("The journal took no more.");
            count++;
        }

        journal.Flush();
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
