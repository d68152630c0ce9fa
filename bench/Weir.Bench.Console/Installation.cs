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

/// <summary>A gateway with the console on ports of its own, that finds two weeks of a drill in its journal and reads them in as after any start.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string _folder;
    private readonly DataFolder _data;
    private readonly GatewayApp _app;

    private Installation(string folder, DataFolder data, GatewayApp app) => (_folder, _data, _app) = (folder, data, app);

    public Uri Admin => _app.AdminAddress;

    public static async Task<Installation> StartAsync(string scenario, double scale, int people, ulong seed, double days)
    {
        var drill = ScenarioList.Named(scenario) ?? throw new InvalidOperationException($"There is no drill '{scenario}'.");
        var plan = drill.Plan(seed, scale, people: people);
        plan = plan with { Days = days > 0 ? days : plan.Days, Start = TimeProvider.System.GetUtcNow().AddDays(-plan.Days) };
        var folder = Directory.CreateTempSubdirectory("weir-bench-console-").FullName;
        if (!DataFolder.TryOpen(Path.Combine(folder, "data"), out var data, out var fault))
            throw new InvalidOperationException(fault.ToString());
        var accounts = plan.Accounts();
        await WriteFactsAsync(Path.Combine(folder, "accounts.jsonl"), accounts);
        var exchanges = WriteJournal(Path.Combine(data.Path, "journal"), plan, accounts, data.Hasher);
        var config = new WeirConfig
        {
            Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = data.Path, AccountsFile = Path.Combine(folder, "accounts.jsonl"),
            Upstreams = [new UpstreamConfig { Name = "none", Url = new Uri("http://127.0.0.1:9") }],
        };
        var app = GatewayApp.Build(new ConfigSource(config), data, TimeProvider.System, static logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(), WebConsole.Map);
        await app.StartAsync(CancellationToken.None);
        while (!app.Parts.Detection.IsFollowing)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        System.Console.WriteLine($"{scenario} at scale {scale}: {accounts.Count:N0} accounts, {exchanges:N0} exchanges; console at {app.AdminAddress}");
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

    private static long WriteJournal(string folder, TrafficPlan plan, List<Account> accounts, KeyedHasher hasher)
    {
        Directory.CreateDirectory(folder);
        using var journal = new JournalFiles(folder, TimeProvider.System, NullLogger<JournalFiles>.Instance);
        var maker = new ExchangeMaker(hasher);
        var flow = new TrafficFlow(plan, accounts);
        var line = new ArrayBufferWriter<byte>(4096);
        var count = 0L;
        while (flow.Read() is { } made)
        {
            line.ResetWrittenCount();
            ExchangeJson.Write(maker.Make(made), line);
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
