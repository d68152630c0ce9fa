using Weir.Bench.Detection;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;

namespace Weir.Bench.Campaigns;

/// <summary>How found groups of accounts compare with the true ones. Counts, so that runs can be added.</summary>
public sealed record Score
{
    /// <summary>Accounts of campaigns that spoke, and how many of them stand in a found campaign.</summary>
    public Proportion AtAct { get; init; }
    public Proportion AtWatch { get; init; }
    /// <summary>Accounts in found campaigns at act, and how many of them belong to one in truth.</summary>
    public Proportion Right { get; init; }
    public long PairsFound { get; init; }
    public long PairsTrue { get; init; }
    public long PairsBoth { get; init; }

    public double PairF1 => PairsFound + PairsTrue == 0 ? 0 : 2.0 * PairsBoth / (PairsFound + PairsTrue);

    public static Score operator +(Score a, Score b) => new()
    {
        AtAct = Add(a.AtAct, b.AtAct),
        AtWatch = Add(a.AtWatch, b.AtWatch),
        Right = Add(a.Right, b.Right),
        PairsFound = a.PairsFound + b.PairsFound,
        PairsTrue = a.PairsTrue + b.PairsTrue,
        PairsBoth = a.PairsBoth + b.PairsBoth,
    };

    private static Proportion Add(Proportion a, Proportion b) => new(a.Hits + b.Hits, a.Of + b.Of);

    public static Score Of(Truth truth, IReadOnlyList<CampaignFinding> found) => Of(
        truth, [.. found.Where(static one => one.Verdict == Verdict.Act).Select(Members)], [.. found.Where(static one => one.Verdict != Verdict.Clear).Select(Members)]);

    public static Score Of(Truth truth, IReadOnlyList<IReadOnlyList<string>> act, IReadOnlyList<IReadOnlyList<string>> watch)
    {
        var acted = act.SelectMany(static one => one).ToHashSet(StringComparer.Ordinal);
        var watched = watch.SelectMany(static one => one).ToHashSet(StringComparer.Ordinal);
        var thieves = truth.Accounts.Values.Where(static one => one.Campaign is not null).ToList();
        return new Score
        {
            AtAct = new Proportion(thieves.Count(one => acted.Contains(one.Name)), thieves.Count),
            AtWatch = new Proportion(thieves.Count(one => watched.Contains(one.Name)), thieves.Count),
            Right = new Proportion(acted.Count(name => !truth.Accounts[name].Honest), acted.Count),
            PairsFound = watch.Sum(static one => Pairs(one.Count)),
            PairsTrue = thieves.GroupBy(static one => one.Campaign, StringComparer.Ordinal).Sum(static one => Pairs(one.Count())),
            PairsBoth = watch.Sum(one => one.Select(name => truth.Accounts[name].Campaign).Where(static campaign => campaign is not null)
                .GroupBy(static campaign => campaign, StringComparer.Ordinal).Sum(static same => Pairs(same.Count()))),
        };

        static long Pairs(long count) => count * (count - 1) / 2;
    }

    public static IReadOnlyList<string> Members(CampaignFinding found) => [.. found.Accounts.Select(static member => member.Account)];
}

/// <summary>How early a true campaign was met.</summary>
/// <param name="Before">Its harvest that had been answered before act, all of it where act was never reached.</param>
public sealed record Earliness(string Campaign, long Harvest, long Before, double? Hours)
{
    public static IEnumerable<Earliness> Of(Truth truth, IReadOnlyList<CampaignFinding> found)
    {
        foreach (var (campaign, times) in truth.Harvests)
        {
            var act = found.Where(one => one.ActAt is not null && one.Accounts.Any(member => string.Equals(truth.Accounts[member.Account].Campaign, campaign, StringComparison.Ordinal)))
                .Select(static one => one.ActAt).Min();
            var at = act is { } moment ? times.BinarySearch(moment) : times.Count;
            yield return new Earliness(campaign, times.Count, at < 0 ? ~at : at, act is { } when ? (when - times[0]).TotalHours : null);
        }
    }
}

/// <summary>Honest groups (more than one account of one hand) and what became of them.</summary>
public sealed record GroupOutcome(string Class, string Group, int Accounts, bool Watch, bool Act)
{
    public static IEnumerable<GroupOutcome> Of(Truth truth, AccountAnalysis analysis, bool alone)
    {
        var found = analysis.Campaigns();
        var watch = In(found.Where(static one => one.Verdict != Verdict.Clear));
        var act = In(found.Where(static one => one.Verdict == Verdict.Act));
        foreach (var group in truth.Accounts.Values.Where(static one => one.Honest && one.Account.Class is Drill.Scenarios.Scenario).GroupBy(static one => one.Account.Group, StringComparer.Ordinal))
        {
            yield return new GroupOutcome(group.First().Account.Class.Name, group.Key, group.Count(),
                group.Any(one => watch.Contains(one.Name) || (alone && analysis.Find(one.Name)?.WatchAt is not null)),
                group.Any(one => act.Contains(one.Name) || (alone && analysis.Find(one.Name)?.ActAt is not null)));
        }

        static HashSet<string> In(IEnumerable<CampaignFinding> some) => some.SelectMany(Score.Members).ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>Accounts that took the place of banned ones, once their campaign had been found.</summary>
public static class Replacements
{
    private const int Within = 20;

    /// <summary>Linked within twenty requests, of those that came after their campaign was first watched and made as many.</summary>
    public static Proportion Linked(Truth truth, IReadOnlyList<CampaignFinding> found)
    {
        var links = found.SelectMany(static one => one.Accounts.Select(member => (one, member))).GroupBy(static pair => pair.member.Account, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var known = truth.Accounts.Values.Where(one => one.Campaign is not null && links.ContainsKey(one.Name)).GroupBy(static one => one.Campaign!, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, group => group.Min(one => links[one.Name].one.WatchAt ?? DateTimeOffset.MaxValue), StringComparer.Ordinal);
        var newcomers = truth.Accounts.Values.Where(one => one.Account.Replaces && one.Exchanges >= Within && known.TryGetValue(one.Campaign!, out var since) && one.First > since).ToList();
        return new Proportion(newcomers.Count(one => links.TryGetValue(one.Name, out var link) && link.member.ExchangesBeforeLink <= Within), newcomers.Count);
    }
}
