using System.Runtime.InteropServices;
using Weir.Bench.Detection;
using Weir.Detection.Accounts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Policy;
using Weir.Traffic;

namespace Weir.Bench.Response;

/// <summary>The same drill without a gateway: through detection and the engine that the gateway runs, as `weir policy try` does. A hundred times as fast.</summary>
internal static class ReplayTrial
{
    public static void Write(TrafficPlan plan, IReadOnlyList<(string Name, string Policy, TimeSpan? Approve)> modes, ulong seed, double scale, double pace, TextWriter to)
    {
        var began = TimeProvider.System.GetTimestamp();
        var accounts = plan.Accounts();
        var analysis = new AccountAnalysis();
        foreach (var account in accounts)
            analysis.Facts(KnownFacts.Of(account));
        // What accounts of a campaign send besides it (a reseller's other customers, chatter) is nobody's loot.
        var besides = new HashSet<Exchange>(ReferenceEqualityComparer.Instance);
        var harvests = modes.Select(static _ => new Dictionary<string, Harvest>(StringComparer.Ordinal)).ToArray();
        var replays = modes.Select((mode, number) => new Replay(PolicyReader.Read(mode.Policy, mode.Name).Policy!, mode.Name, mode.Approve)
        {
            Met = (exchange, fresh, given) =>
            {
                if (besides.Contains(exchange))
                    return;
                ref var harvest = ref CollectionsMarshal.GetValueRefOrAddDefault(harvests[number], exchange.Account, out _);
                harvest = harvest.With(exchange.Usage.OutputTokens, fresh, given);
            },
        }).ToArray();
        var run = new ReplayRun(analysis, replays);
        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var count = 0L;
        for (; flow.Read() is { } made; count++)
        {
            // A ban is the scenario's; here it is for the policy to speak one.
            if (made.Status == 403)
                continue;
            var exchange = maker.Make(made);
            if (made.By.Class.IsCampaign && !made.Harvest)
                besides.Add(exchange);
            run.Take(exchange);
        }

        run.Finish();
        var groups = accounts.Where(static account => account.Class.IsCampaign).GroupBy(static account => account.Group, static account => account.Who.Account).ToDictionary(static group => group.Key, static group => group.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        to.WriteLine($"Replayed: {count:N0} exchanges of {accounts.Count:N0} accounts, seed {seed}, scale {scale:0.####}, pace {pace:0.###}; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s.");
        to.WriteLine();
        to.WriteLine("| campaign | accounts | " + string.Join(" | ", modes.Select(static mode => mode.Name + ": tokens | new tokens | stopped | first, median stop (hours)")) + " |");
        to.WriteLine("|---|---:|" + string.Concat(modes.Select(static _ => "---:|---:|---:|---:|")));
        foreach (var (name, members) in groups.OrderBy(static one => one.Key, StringComparer.Ordinal))
            to.WriteLine($"| {name} | {members.Count:N0} | {string.Join(" | ", replays.Select((replay, i) => Row(replay, harvests[i], members.Contains, plan)))} |");
        var thieves = groups.Values.SelectMany(static one => one).ToHashSet(StringComparer.Ordinal);
        to.WriteLine($"| all | {thieves.Count:N0} | {string.Join(" | ", replays.Select((replay, i) => Row(replay, harvests[i], thieves.Contains, plan)))} |");
        to.WriteLine();
        foreach (var (replay, mode) in replays.Zip(modes))
        {
            var ordinary = replay.Accounts.Where(one => !thieves.Contains(one.Account)).ToArray();
            var felt = ordinary.Where(static one => one.Hardest > Posture.Watch).ToArray();
            to.WriteLine($"{mode.Name}: of {ordinary.Length:N0} ordinary accounts {felt.Length} felt anything, {felt.Count(static one => one.Hardest.IsHard())} were stopped; {ordinary.Sum(static one => one.Refused)} calls refused, {ordinary.Sum(static one => one.Changed)} changed. {string.Join(", ", felt.Select(one => $"{one.Account} ({accounts.First(account => account.Who.Account == one.Account).Class.Name}, {one.Hardest.Word()})"))}");
        }
    }

    private static string Row(Replay replay, Dictionary<string, Harvest> harvests, Func<string, bool> isMember, TrafficPlan plan)
    {
        var got = default(Harvest);
        foreach (var (account, harvest) in harvests)
            got = isMember(account) ? got.Plus(harvest) : got;
        var members = replay.Accounts.Where(one => isMember(one.Account)).ToArray();
        var stops = members.Where(static one => one.Hardest.IsHard() && one.FirstMoved is not null).Select(one => (one.FirstMoved!.Value - plan.Start).TotalHours - 24 * Weir.Drill.Scenarios.Scenario.CleanDays).Order().ToArray();
        return $"{got.Given / Math.Max(1, got.Tokens):0.0%} | {got.FreshGiven / Math.Max(1, got.Fresh):0.0%} | {members.Count(static one => one.Hardest.IsHard())} | {(stops.Length == 0 ? "–" : $"{stops[0]:0}, {stops[stops.Length / 2]:0}")}";
    }

    /// <summary>Output tokens and new ones among them, and how many of either would have been given.</summary>
    private readonly record struct Harvest(double Tokens, double Given, double Fresh, double FreshGiven)
    {
        public Harvest With(double tokens, double fresh, bool given) => new(Tokens + tokens, Given + (given ? tokens : 0), Fresh + fresh, FreshGiven + (given ? fresh : 0));

        public Harvest Plus(in Harvest other) => new(Tokens + other.Tokens, Given + other.Given, Fresh + other.Fresh, FreshGiven + other.FreshGiven);
    }
}
