using System.Globalization;
using System.Text;
using Weir.Bench.Detection;

namespace Weir.Bench.Campaigns;

/// <summary>All that was measured, as one Markdown text.</summary>
public sealed class Report
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Intro(string[] args, int prompts)
    {
        Line("# Campaigns, measured");
        Line();
        Line($"Printed by `bench/campaigns.sh {string.Join(' ', args.Where((arg, i) => arg != "--markdown" && (i == 0 || args[i - 1] != "--markdown")))}`; the same seeds print the same tables, speed apart. Seeds are even and from 200 on; nothing is tuned on them.");
        Line();
        Line("Traffic is that of [drill.md](drill.md), each scenario among ordinary people and at least one of every honest product, held-out ones included. " + (prompts > 0
            ? $"{prompts:N0} real prompts stand in for made ones where there are some of the kind."
            : "Prompts are made; `--prompts DIR` puts real ones in."));
        Line();
        Line("An account counts as found when it stands in a campaign that ends at `act`. Precision is the share of true members among all accounts that stand in such campaigns. The grouping is compared pair by");
        Line("pair, over campaigns at `watch` and `act`. The baseline joins accounts that sent the same first 40 characters from the same network, and calls five of them a campaign. Intervals are 95%, Clopper–Pearson.");
        Line();
    }

    public void Alone(IReadOnlyList<Result> results)
    {
        Line("## Each campaign by itself");
        Line();
        Head("scenario", "accounts", "recall at `act`", "recall at `watch`", "precision at `act`", "pair F1", "harvest before `act`", "hours before `act`", "baseline: recall", "precision", "pair F1");
        foreach (var same in results.GroupBy(static one => one.Case.Name, StringComparer.Ordinal))
        {
            var (ours, theirs) = (same.Select(static one => one.Ours).Aggregate(static (a, b) => a + b), same.Select(static one => one.Baseline).Aggregate(static (a, b) => a + b));
            Row(same.Key, ours.AtAct.Of, ours.AtAct, ours.AtWatch, ours.Right, Two(ours.PairF1), Before(same.SelectMany(static one => one.Early)), Hours(same.SelectMany(static one => one.Early)), theirs.AtAct, theirs.Right, Two(theirs.PairF1));
        }

        Line();
    }

    public void Goals(IReadOnlyList<Result> results, IReadOnlyList<GroupOutcome> groups)
    {
        var plain = Sum(results.Where(static one => one.Case.Goal == "plain"));
        var adaptive = Sum(results.Where(static one => one.Case.Goal == "adaptive"));
        var early = results.SelectMany(static one => one.Early).ToList();
        Line("## Goals");
        Line();
        Head("goal", "measured", "met");
        Goal("accounts of campaigns found at `act`: 95%", plain.AtAct, 0.95);
        Goal("precision at `act`, all scenarios: 99%", Sum(results).Right, 0.99);
        Goal("low and slow: 90%", Sum(results.Where(static one => one.Case.Goal == "slow")).AtAct, 0.90);
        Goal("blended at 50%: 90%", Sum(results.Where(static one => one.Case.Goal == "blended")).AtAct, 0.90);
        Row("adaptive: at most 10 points of recall lost", $"{(plain.AtAct.Value - adaptive.AtAct.Value) * 100:0.#} points ({adaptive.AtAct})", adaptive.AtAct.Of == 0 ? "–" : plain.AtAct.Value - adaptive.AtAct.Value <= 0.10 ? "yes" : "no");
        Goal("campaigns above 10,000: under 5% of the harvest before `act`", Share(early.Where(static one => one.Harvest > 10_000), static one => one.Before < 0.05 * one.Harvest), 1);
        Goal("smaller ones: under 500 exchanges or 24 hours before `act`", Share(early.Where(static one => one.Harvest <= 10_000), static one => one.Before < 500 || one.Hours < 24), 1);
        Goal("replacements linked within 20 requests: 90%", results.Select(static one => one.Replaced).Aggregate(new Proportion(0, 0), static (a, b) => new Proportion(a.Hits + b.Hits, a.Of + b.Of)), 0.90);
        // The mean: summed pairs would be those of the largest campaign.
        var grouping = results.Average(static one => one.Ours.PairF1);
        Row("pair F1 of the grouping, mean of the scenarios: 0.9", Two(grouping), grouping >= 0.9 ? "yes" : "no");
        if (groups.Count > 0)
            Row("honest look-alike groups at `act`: none", new Proportion(groups.Count(static one => one.Act), groups.Count), groups.Any(static one => one.Act) ? "no" : "yes");
        Line();

        void Goal(string name, Proportion measured, double least) => Row(name, measured, measured.Of == 0 ? "–" : measured.Value >= least ? "yes" : "no");
    }

    public void LookAlikes(IReadOnlyList<GroupOutcome> groups, IReadOnlyList<GroupOutcome> withOwn, Proportion baseline)
    {
        Line("## Honest groups");
        Line();
        Line($"A group counts as reaching a verdict when any of its accounts stands in such a campaign; in the last two columns also when any reaches it by itself. The baseline calls {baseline} of the groups a campaign.");
        Line();
        Head("group", "groups", "accounts", "campaign at `watch`", "campaign at `act`", "any account at `watch`", "any account at `act`");
        foreach (var kind in groups.GroupBy(static one => one.Class, StringComparer.Ordinal))
        {
            var own = withOwn.Where(one => one.Class == kind.Key).ToList();
            Row(kind.Key, kind.Count(), kind.Sum(static one => one.Accounts), kind.Count(static one => one.Watch), kind.Count(static one => one.Act), own.Count(static one => one.Watch), own.Count(static one => one.Act));
        }

        Line();
    }

    public void Together(IReadOnlyList<(Way Way, Score Score, int Watch, int Act, int Groups)> ways, int campaigns, long exchanges)
    {
        Line("## Everything in one population");
        Line();
        Line($"All campaigns ({campaigns}) and all honest groups at once, {exchanges:N0} exchanges.");
        Line();
        Head("what is seen", "recall at `act`", "recall at `watch`", "precision at `act`", "pair F1", "honest groups at `watch`", "at `act`");
        foreach (var (way, score, watch, act, groups) in ways)
            Row(way.Name, score.AtAct, score.AtWatch, score.Right, Two(score.PairF1), $"{watch} of {groups}", $"{act} of {groups}");
        Line();
    }

    public void Scale(IReadOnlyList<ScalePart.Row> rows, int threads)
    {
        Line("## Scale");
        Line();
        Line($"A day of traffic, accounts and campaigns judged together, {threads} thread{(threads == 1 ? "" : "s")}; processor time, the making of the traffic not counted; memory as the collector counts it. Against n log n: the time over accounts times their logarithm, as a multiple of the first row's; what stays near one grows as n log n. The end of a day takes everything anew, and nothing else is taken in meanwhile: it is the longest that a live finding waits for detection.");
        Line();
        Head("accounts", "exchanges", "processor seconds", "exchanges a processor second", "memory", "bytes an account", "against n log n", "end of a day");
        var first = rows[0].Seconds / (rows[0].Accounts * Math.Log2(rows[0].Accounts));
        foreach (var row in rows)
        {
            Row(row.Accounts, row.Exchanges.ToString("N0", CultureInfo.InvariantCulture), row.Seconds.ToString("0.0", CultureInfo.InvariantCulture), (row.Exchanges / row.Seconds).ToString("N0", CultureInfo.InvariantCulture),
                $"{row.Bytes / 1e6:N0} MB", (int)(row.Bytes / row.Accounts), Two(row.Seconds / (row.Accounts * Math.Log2(row.Accounts)) / first), row.DaySeconds.ToString("0.0 s", CultureInfo.InvariantCulture));
        }

        Line();
    }

    public void Failures(IReadOnlyList<Result> results, IReadOnlyList<GroupOutcome> groups)
    {
        Line("## What fails");
        Line();
        foreach (var one in results.Where(static one => one.Ours.AtAct.Value < 0.9))
            Line($"- `{one.Case.Name}`, seed {one.Seed}: {one.Ours.AtAct} of its accounts at `act`, {one.Ours.AtWatch} at `watch`");
        foreach (var one in results.Where(static one => one.Wronged.Count > 0))
            Line($"- `{one.Case.Name}`, seed {one.Seed}: honest accounts in a campaign at `act`: {string.Join(", ", one.Wronged.Select(static pair => $"{pair.Value} {pair.Key}"))}");
        foreach (var one in groups.Where(static one => one.Act))
            Line($"- honest group `{one.Group}` of {one.Accounts} reaches `act`");
        Line();
    }

    private static Score Sum(IEnumerable<Result> some) => some.Aggregate(new Score(), static (sum, one) => sum + one.Ours);

    private static Proportion Share<T>(IEnumerable<T> some, Func<T, bool> hit)
    {
        var list = some.ToList();
        return new Proportion(list.Count(hit), list.Count);
    }

    private static string Before(IEnumerable<Earliness> early)
    {
        var list = early.ToList();
        return list.Count == 0 ? "–" : $"{list.Sum(static one => one.Before):N0} of {list.Sum(static one => one.Harvest):N0} ({100.0 * list.Sum(static one => one.Before) / Math.Max(1, list.Sum(static one => one.Harvest)):0.#}%)";
    }

    private static string Hours(IEnumerable<Earliness> early) => string.Join(", ", early.Select(static one => one.Hours is { } hours ? hours.ToString("0.#", CultureInfo.InvariantCulture) : "never"));

    private static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Head(params string[] names)
    {
        Line("| " + string.Join(" | ", names) + " |");
        Line("|" + string.Concat(names.Select(static (_, i) => i == 0 ? "---|" : "---:|")));
    }

    private void Row(params object[] cells) => Line("| " + string.Join(" | ", cells.Select(static cell => cell is int number ? number.ToString("N0", CultureInfo.InvariantCulture) : cell.ToString())) + " |");

    public void Line(string text = "") => _text.Append(text).Append('\n');
}
