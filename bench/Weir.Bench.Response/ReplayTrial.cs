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
        var replays = modes.Select(static mode => new Replay(PolicyReader.Read(mode.Policy, mode.Name).Policy!, mode.Name, mode.Approve)).ToArray();
        var run = new ReplayRun(analysis, replays);
        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var count = 0L;
        for (; flow.Read() is { } made; count++)
        {
            // A ban is the scenario's; here it is for the policy to speak one.
            if (made.Status != 403)
                run.Take(maker.Make(made));
        }

        run.Finish();
        var groups = accounts.Where(static account => account.Class.IsCampaign).GroupBy(static account => account.Group, static account => account.Who.Account).ToDictionary(static group => group.Key, static group => group.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        to.WriteLine($"Replayed: {count:N0} exchanges of {accounts.Count:N0} accounts, seed {seed}, scale {scale:0.####}, pace {pace:0.###}; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s.");
        to.WriteLine();
        to.WriteLine("| campaign | accounts | " + string.Join(" | ", modes.Select(static mode => mode.Name + ": tokens | new tokens | stopped | first, median stop (hours)")) + " |");
        to.WriteLine("|---|---:|" + string.Concat(modes.Select(static _ => "---:|---:|---:|---:|")));
        foreach (var (name, members) in groups.OrderBy(static one => one.Key, StringComparer.Ordinal))
            to.WriteLine($"| {name} | {members.Count:N0} | {string.Join(" | ", replays.Select(replay => Row(replay, members.Contains, plan)))} |");
        var thieves = groups.Values.SelectMany(static one => one).ToHashSet(StringComparer.Ordinal);
        to.WriteLine($"| all | {thieves.Count:N0} | {string.Join(" | ", replays.Select(replay => Row(replay, thieves.Contains, plan)))} |");
        to.WriteLine();
        foreach (var (replay, mode) in replays.Zip(modes))
        {
            var ordinary = replay.Accounts.Where(one => !thieves.Contains(one.Account)).ToArray();
            var felt = ordinary.Where(static one => one.Hardest > Posture.Watch).ToArray();
            to.WriteLine($"{mode.Name}: of {ordinary.Length:N0} ordinary accounts {felt.Length} felt anything, {felt.Count(static one => one.Hardest.IsHard())} were stopped; {ordinary.Sum(static one => one.Refused)} calls refused, {ordinary.Sum(static one => one.Changed)} changed. {string.Join(", ", felt.Select(one => $"{one.Account} ({accounts.First(account => account.Who.Account == one.Account).Class.Name}, {one.Hardest.Word()})"))}");
        }
    }

    private static string Row(Replay replay, Func<string, bool> isMember, TrafficPlan plan)
    {
        var members = replay.Accounts.Where(one => isMember(one.Account)).ToArray();
        double all = members.Sum(static one => one.NewTokens), through = members.Sum(static one => one.NewTokensThrough), tokens = members.Sum(static one => one.Tokens), given = members.Sum(static one => one.TokensThrough);
        var stops = members.Where(static one => one.Hardest.IsHard() && one.FirstMoved is not null).Select(one => (one.FirstMoved!.Value - plan.Start).TotalHours - 24 * Weir.Drill.Scenarios.Scenario.CleanDays).Order().ToArray();
        return $"{given / Math.Max(1, tokens):0.0%} | {through / Math.Max(1, all):0.0%} | {members.Count(static one => one.Hardest.IsHard())} | {(stops.Length == 0 ? "–" : $"{stops[0]:0}, {stops[stops.Length / 2]:0}")}";
    }
}
