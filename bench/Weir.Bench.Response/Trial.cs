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

/// <summary>
/// One drill through a running gateway: real requests to the built-in model, on a clock that follows the traffic. Decisions are as far
/// behind the traffic as the drill allows: when so much of its time has passed it waits until detection and the policy have seen it all.
/// </summary>
internal sealed class Trial(TrafficPlan plan, string name, string policy, TimeSpan? approveAfter, TimeSpan behind, TextWriter? tell)
{
    private const int Width = 16;
    private const int TellEvery = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Taken> _takenBy = new(StringComparer.Ordinal);
    private readonly List<Taken> _campaigns = [];
    // The harvest's asks, and how long the drill has each answered. What accounts of a campaign send besides (a reseller's other customers, chatter) is not among them.
    private readonly Dictionary<(string Account, KeyedHash Prompt), int> _lengths = [];
    private KeyedHasher _hasher = null!;
    private readonly List<int> _latencies = [];
    private readonly HashSet<string> _ordinary = new(StringComparer.Ordinal);
    private readonly HashSet<string> _felt = new(StringComparer.Ordinal);
    private long _ordinaryCalls, _refused, _changed, _calls;
    private DateTimeOffset _lookedAt;

    public async Task<TrialResult> RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("weir-response-").FullName;
        try
        {
            var accounts = plan.Accounts();
            foreach (var account in accounts.Where(static account => account.Class.IsCampaign))
                Campaign(account.Group).Accounts.Add(account.Who.Account);
            foreach (var campaign in _campaigns)
            {
                foreach (var account in campaign.Accounts)
                    _takenBy[account] = campaign;
            }

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
                _hasher = data.Hasher;
                app.Parts.Watch.Listen(exchange => See(exchange, app.Parts.Policy.Snapshot.Accounts.TryGetValue(exchange.Account, out var hold) && hold.Posture > Posture.Watch));
                await app.StartAsync(CancellationToken.None);
                if (await DrillFacts.TellAsync(accounts, app.AdminAddress, CancellationToken.None) is { } refused)
                    throw new InvalidOperationException(refused);
                using (var sender = new DrillSender(app.PublicAddress, DrillIdentity.Header, new Dictionary<string, string>(StringComparer.Ordinal), Width, TimeProvider.System) { Clock = clock.Advance, Sending = Told, Hold = _ => HoldAsync(app, clock) })
                    await sender.RunAsync(new TrafficFlow(plan, accounts), new RequestMaker(), 0, long.MaxValue, double.PositiveInfinity, null, CancellationToken.None);
                await app.Parts.DecideNowAsync();
                var stood = accounts.ToDictionary(static account => account.Who.Account, account => app.Parts.Policy.HoldingOf(account.Who.Account, null).Posture, StringComparer.Ordinal);
                await app.StopAsync(CancellationToken.None);
                return Sum(stood, (int)app.Parts.Policy.Log.Written, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async ValueTask HoldAsync(GatewayApp app, DrillClock clock)
    {
        var now = clock.GetUtcNow();
        if (++_calls % TellEvery == 0)
            tell?.WriteLine($"{name}: {_calls:N0} calls, {now:MM-dd HH:mm}");
        if (now - _lookedAt < behind)
            return;
        _lookedAt = now;
        while (app.Parts.Detection.Waiting > 0 || app.Parts.Watch.Queue.Length > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        await app.Parts.DecideNowAsync();
        var snapshot = app.Parts.Policy.Snapshot;
        if (snapshot.Accounts.Count > 0)
        {
            foreach (var (account, hold) in snapshot.Accounts)
            {
                if (hold.Posture > Posture.Watch && !_takenBy.ContainsKey(account))
                    _felt.Add(account);
            }
        }

        if (approveAfter is not { } after)
            return;
        var desk = app.Parts.Policy;
        foreach (var proposal in desk.Look((book, _, _) => book.Proposals.Where(one => now >= one.Time + after).ToArray()))
        {
            var rule = desk.File.Current.Policy.RuleOf(proposal.Rule)!;
            await desk.ActAsync(PolicyEntry.For(EntryKind.Approved, References.New(now), now, proposal.Whom) with
            {
                Posture = proposal.Posture, Until = now + rule.For, Rule = rule.Name, Clause = rule.Clause, Certainty = proposal.Certainty, Campaign = proposal.Campaign, About = proposal.Id, Actor = "bench", Reason = "drill",
            });
        }
    }

    private void See(Exchange exchange, bool held)
    {
        var got = exchange.Outcome is not (Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed);
        lock (_gate)
        {
            if (_takenBy.TryGetValue(exchange.Account, out var taken))
            {
                if (got && exchange.Prompt is { } prompt && _lengths.TryGetValue((exchange.Account, prompt.Prompt), out var tokens))
                    taken.Add(prompt.Prompt, tokens);
                return;
            }

            _ordinaryCalls++;
            _ordinary.Add(exchange.Account);
            _refused += exchange.Outcome == Outcome.Refused ? 1 : 0;
            _changed += held && got ? 1 : 0;
            if (got && !held)
                _latencies.Add(exchange.LatencyMs);
        }
    }

    private void Told(MadeExchange made)
    {
        if (!made.Harvest || !_takenBy.TryGetValue(made.By.Who.Account, out var taken))
            return;
        var prompt = _hasher.Hash(made.Prompt.Span);
        lock (_gate)
        {
            _lengths[(made.By.Who.Account, prompt)] = made.OutputTokens;
            taken.Ask(prompt, made.OutputTokens);
        }
    }

    private Taken Campaign(string campaign)
    {
        var taken = _campaigns.Find(one => string.Equals(one.Name, campaign, StringComparison.Ordinal));
        if (taken is null)
            _campaigns.Add(taken = new Taken(campaign));
        return taken;
    }

    private TrialResult Sum(Dictionary<string, Posture> stood, int decisions, double seconds)
    {
        foreach (var campaign in _campaigns)
            campaign.Stopped = campaign.Accounts.Count(account => stood[account].IsHard());
        return new TrialResult
        {
            Name = name, Campaigns = _campaigns, OrdinaryCalls = _ordinaryCalls, OrdinaryRefused = _refused, OrdinaryChanged = _changed, OrdinaryAccounts = _ordinary.Count, OrdinaryFelt = _felt.Count,
            OrdinaryStopped = stood.Count(one => one.Value.IsHard() && !_takenBy.ContainsKey(one.Key)), OrdinaryNames = [.. _felt], Latencies = _latencies, Decisions = decisions, Seconds = seconds,
        };
    }
}
