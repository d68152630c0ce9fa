using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Cli.Demo;
using Weir.Cli.Drills;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wire;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Policy;
using Weir.Traffic;

namespace Weir.Bench.Response;

/// <summary>What came of a drill under one policy.</summary>
internal sealed record TrialResult
{
    public required string Name { get; init; }
    public long CampaignCalls { get; init; }
    public long CampaignAnswered { get; init; }
    public long Tokens { get; init; }
    public long NewTokens { get; init; }
    public int NewAnswers { get; init; }
    public int Accounts { get; init; }
    public int AccountsStopped { get; init; }
    public int AccountsFelt { get; init; }
    public long OrdinaryCalls { get; init; }
    public long OrdinaryRefused { get; init; }
    public long OrdinaryChanged { get; init; }
    public int OrdinaryFelt { get; init; }
    public int LatencyMedian { get; init; }
    public int Latency95 { get; init; }
    public double Seconds { get; init; }
}

/// <summary>
/// One drill through a running gateway: real requests to the built-in model, on a clock that follows the traffic. Decisions are as far
/// behind the traffic as they would be in real time, so after some calls the drill waits until detection and the policy have seen them.
/// </summary>
internal sealed class Trial(TrafficPlan plan, string name, string policy, TimeSpan? approveAfter)
{
    private const int Width = 16;
    private const int LookEvery = 50;

    private readonly ConcurrentQueue<(Exchange Exchange, bool Held)> _seen = new();
    private int _calls;

    public async Task<TrialResult> RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("weir-response-").FullName;
        try
        {
            var accounts = plan.Accounts();
            await using var model = await BuiltInModelServer.StartAsync(new BuiltInModelOptions { Seed = plan.Seed, Aliases = Models.Menu }, CancellationToken.None);
            var file = Path.Combine(folder, "policy.yaml");
            await File.WriteAllTextAsync(file, policy);
            var config = new WeirConfig
            {
                Listen = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), DataFolder = Path.Combine(folder, "data"), PolicyFile = file,
                Identity = new IdentityConfig { Kind = IdentityKind.Header },
                Network = new NetworkConfig { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")], TlsFingerprintHeader = DrillSender.FingerprintHeader },
                Upstreams = [new UpstreamConfig { Name = "built-in", Url = model.Address }], Ledger = new LedgerConfig { Enabled = false },
            };
            if (!DataFolder.TryOpen(config.DataFolder, out var data, out var fault))
                throw new InvalidOperationException(fault.ToString());
            using (data)
            {
                var clock = new DrillClock(TimeProvider.System, plan.Start);
                await using var app = GatewayApp.Build(new ConfigSource(config), data, clock, static logging => logging.SetMinimumLevel(LogLevel.None));
                app.Parts.Watch.Listen(exchange => _seen.Enqueue((exchange, app.Parts.Policy.Snapshot.Accounts.TryGetValue(exchange.Account, out var hold) && hold.Posture > Posture.Watch)));
                await app.StartAsync(CancellationToken.None);
                if (await DrillFacts.TellAsync(accounts, app.AdminAddress, CancellationToken.None) is { } refused)
                    throw new InvalidOperationException(refused);
                using (var sender = new DrillSender(app.PublicAddress, DrillIdentity.Header, new Dictionary<string, string>(StringComparer.Ordinal), Width, TimeProvider.System) { Clock = clock.Advance, Hold = _ => HoldAsync(app, clock) })
                    await sender.RunAsync(new TrafficFlow(plan, accounts), new RequestMaker(), 0, long.MaxValue, double.PositiveInfinity, null, CancellationToken.None);
                var book = app.Parts.Policy.Look(static (standings, _, _) => standings.Standings.Values.ToArray());
                await app.StopAsync(CancellationToken.None);
                return Sum(accounts, book, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async ValueTask HoldAsync(GatewayApp app, DrillClock clock)
    {
        if (++_calls % LookEvery != 0)
            return;
        while (app.Parts.Detection.Waiting > 0 || app.Parts.Watch.Queue.Length > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        await app.Parts.DecideNowAsync();
        if (approveAfter is not { } after)
            return;
        var desk = app.Parts.Policy;
        var now = clock.GetUtcNow();
        foreach (var proposal in desk.Look((book, _, _) => book.Proposals.Where(one => now >= one.Time + after).ToArray()))
        {
            var rule = desk.File.Current.Policy.Rules.First(rule => string.Equals(rule.Name, proposal.Rule, StringComparison.Ordinal));
            await desk.ActAsync(PolicyEntry.For(EntryKind.Approved, References.New(now), now, proposal.Whom) with
            {
                Posture = proposal.Posture, Until = now + rule.For, Rule = rule.Name, Clause = rule.Clause, About = proposal.Id, Actor = "bench", Reason = "drill",
            });
        }
    }

    private TrialResult Sum(List<Account> accounts, Standing[] book, double seconds)
    {
        var thieves = accounts.Where(static account => account.Class.IsCampaign).Select(static account => account.Who.Account).ToHashSet(StringComparer.Ordinal);
        long calls = 0, answered = 0, tokens = 0, fresh = 0, ordinary = 0, refused = 0, changed = 0;
        var prompts = new HashSet<KeyedHash>();
        var latencies = new List<int>();
        foreach (var (exchange, held) in _seen)
        {
            var got = exchange.Outcome is not (Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed);
            if (thieves.Contains(exchange.Account))
            {
                calls++;
                if (!got)
                    continue;
                answered++;
                tokens += exchange.Usage.OutputTokens;
                // New is what no account of the campaign had been given before.
                if (exchange.Prompt is { } prompt && prompts.Add(prompt.Prompt))
                    fresh += exchange.Usage.OutputTokens;
                continue;
            }

            ordinary++;
            refused += exchange.Outcome == Outcome.Refused ? 1 : 0;
            changed += held && got ? 1 : 0;
            if (got && !held)
                latencies.Add(exchange.LatencyMs);
        }

        latencies.Sort();
        var felt = book.Where(static one => one.Whom.Kind == SubjectKind.Account && (one.Machine > Posture.Watch || one.Rule is not null && one.Machine > Posture.Watch)).ToArray();
        return new TrialResult
        {
            Name = name, CampaignCalls = calls, CampaignAnswered = answered, Tokens = tokens, NewTokens = fresh, NewAnswers = prompts.Count, Accounts = thieves.Count,
            AccountsFelt = felt.Count(one => thieves.Contains(one.Whom.Name)), AccountsStopped = felt.Count(one => thieves.Contains(one.Whom.Name) && one.Machine.IsHard()), OrdinaryCalls = ordinary, OrdinaryRefused = refused, OrdinaryChanged = changed,
            OrdinaryFelt = felt.Count(one => !thieves.Contains(one.Whom.Name)), LatencyMedian = At(latencies, 0.5), Latency95 = At(latencies, 0.95), Seconds = seconds,
        };
    }

    private static int At(List<int> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];
}
