using System.Globalization;
using System.Text;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;

namespace Weir.Bench.Campaigns;

/// <summary>
/// Says of each campaign, as time goes by, which groups hold its accounts, what keeps these from act, by what their members are tied, and what the accounts that are in
/// no group have in common with others of their campaign.
/// </summary>
public static class Why
{
    private const int Fewest = 3;
    private const int Shown = 12;

    public static void Print(DateTimeOffset time, Truth truth, Way way, AccountAnalysis analysis)
    {
        if (analysis.Groups is not { } groups)
            return;
        var spoke = truth.Accounts.Values.Where(static one => one.Campaign is not null).GroupBy(static one => one.Campaign!, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.ToList(), StringComparer.Ordinal);
        if (spoke.Count == 0 && groups.Groups == 0)
            return;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {time:MM-dd HH:mm} {(way == Way.Everything ? "" : way.Name)}: ") + string.Join(", ", spoke.Select(one =>
            $"{one.Key} {one.Value.Count(account => groups.RecordOf(account.Name)?.Group is > 0)}/{one.Value.Count} in groups, {(truth.Harvests.TryGetValue(one.Key, out var taken) ? taken.Count : 0)} taken")));
        foreach (var (group, members) in groups.Alive())
            Say(truth, groups, group, members);
        foreach (var (_, accounts) in spoke)
            Outside(groups, accounts);
    }

    /// <summary>What would be said of the true groups, campaigns and honest ones, were each found as it is.</summary>
    public static void Ideal(Truth truth, AccountAnalysis analysis)
    {
        foreach (var one in truth.Accounts.Values.Where(static one => one.Account.Class is Drill.Scenarios.Scenario).GroupBy(static one => one.Account.Group, StringComparer.Ordinal))
        {
            if (analysis.Groups?.IfOne(one.Select(static account => account.Name), analysis.ProfileOf, analysis.Yardstick) is { } group)
                Console.Error.WriteLine($"    if one: {(one.First().Honest ? "~" : "")}{one.Key}, {one.Count()} accounts: {Weighed(group)}");
        }
    }

    private static string Weighed(Group group)
    {
        var w = group.Weight;
        var pool = Judgement.LifeOf(group.Pool);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{group.Verdict} {w.Evidence:0.0} lacks {group.Lacks}; ");
        text.Append(CultureInfo.InvariantCulture, $"taken {w.Taken:0.0}-{w.Chance:0.0} tied {w.Tied:0.0} step {w.InStep:0.0} hidden {w.Hidden:0.0} hand {w.OneHand:0.0} open {w.Open:0.0} worded {w.Worded:0.00} deck {w.Deck:0.0}@{w.Depth:0} shared {w.Shared:0.00} ");
        text.Append(CultureInfo.InvariantCulture, $"balance {w.Balance:0.00} move {w.OfMove:0.0} replaced {w.Replaced} firm {w.Firm} bearers {w.Bearers:0.0} faces {w.Faces.Part:0.0}/{w.Faces.Spare}/{w.Faces.Exits} under {w.Under:0.0} roof {w.Roof:0.0} concert {w.Concert:0.0} age {w.Age:0} ");
        text.Append(CultureInfo.InvariantCulture, $"pool {pool[Counter.Openings]} openings {pool[Counter.NewPrompts]} new {pool[Counter.TakingHours]}/{pool.Hours:0} h, stream {group.StreamShare:0.00}");
        return text.ToString();
    }

    private static void Say(Truth truth, CampaignAnalysis groups, Group group, IReadOnlyList<(LinkRecord Record, Tie Tie)> members)
    {
        var whose = members.GroupBy(one => truth.Accounts.TryGetValue(one.Record.Account, out var account) ? (account.Honest ? "~" : "") + account.Account.Group : "organization", StringComparer.Ordinal).OrderByDescending(static one => one.Count()).ToList();
        if (group.Verdict == Verdict.Clear && whose.Where(static one => one.Key[0] != '~').Sum(static one => one.Count()) < Fewest)
            return;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"    {group.Id} [{string.Join(", ", whose.Take(4).Select(static one => $"{one.Count()} {one.Key}"))}] {Weighed(group)}, beside {members.Count(static one => one.Record.Beside)}; ties");
        for (var kind = 1; kind < Links.Kinds; kind++)
        {
            var mean = members.Average(one => one.Tie.Kinds[kind]);
            if (mean >= 0.05)
                text.Append(CultureInfo.InvariantCulture, $" {(LinkKind)kind} {mean:0.0}");
        }

        text.Append(CultureInfo.InvariantCulture, $" conduct {members.Average(static one => one.Tie.Conduct):0.0} deck {members.Average(static one => one.Tie.Deck):0.0} against {members.Average(static one => one.Tie.Against):0.0} prior {groups.Linking.PriorOf(members.Count):0.0}");
        Console.Error.WriteLine(text);
    }

    private static void Outside(CampaignAnalysis groups, List<TrueAccount> accounts)
    {
        var records = accounts.Select(account => groups.RecordOf(account.Name)).Where(static record => record is not null).Select(static record => record!).ToList();
        var outside = records.Where(static record => record.Group == 0).ToList();
        if (outside.Count < Fewest)
            return;
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var holders = new Dictionary<ulong, int>();
        foreach (var record in records)
        {
            foreach (var token in tokens[..record.Tokens(tokens)])
                holders[token.Key] = holders.GetValueOrDefault(token.Key) + 1;
        }

        Span<int> near = stackalloc int[12];
        foreach (var record in outside.Where((_, i) => i % Math.Max(1, outside.Count / 4) == 0).Take(4))
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"      outside: {record.Exchanges} exchanges, {record.Openings} openings, own {record.OwnEvidence:0.0}, established {record.Established}, in common:");
            var kinds = new double[Links.Kinds];
            var counts = new int[Links.Kinds];
            foreach (var token in tokens[..record.Tokens(tokens)])
            {
                var weight = -Math.Log10(groups.Linking.ShareOf(token));
                if (holders[token.Key] >= 2 && weight > 0.5)
                    (kinds[(int)token.Kind], counts[(int)token.Kind]) = (Math.Max(kinds[(int)token.Kind], weight), counts[(int)token.Kind] + 1);
            }

            for (var kind = 1; kind < Links.Kinds; kind++)
            {
                if (counts[kind] > 0)
                    text.Append(CultureInfo.InvariantCulture, $" {(LinkKind)kind} {kinds[kind]:0.0} x{counts[kind]}");
            }

            foreach (var (group, members) in groups.Alive().Where(one => groups.Linking.Compare(record, one.Group).Total > 0).OrderByDescending(one => groups.Linking.Compare(record, one.Group).Total).Take(1))
            {
                var tie = groups.Linking.Compare(record, group);
                text.Append(CultureInfo.InvariantCulture, $"; nearest {group.Id}: {tie.Total:0.0} of {groups.Linking.PriorOf(members.Count):0.0} by {tie.Causes} causes, against {tie.Against:0.0}, conduct {tie.Conduct:0.0}, like them {tie.IsOneOfThem}");
            }

            Console.Error.WriteLine(text);
        }
    }
}
