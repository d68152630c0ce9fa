using System.Globalization;
using System.Text;
using Weir.Detection;
using Weir.Drill.Traffic;

namespace Weir.Bench.Detection;

/// <summary>All that was measured, as one Markdown text.</summary>
public sealed class Report
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>What the reader has to know, and the command that made this text.</summary>
    public void Intro(string[] args)
    {
        Line("# Detection, measured");
        Line();
        Line($"Printed by `bench/detection.sh {string.Join(' ', Shown(args))}`; the same seeds print the same table, speed apart.");
        Line();
        Line("The traffic is made by `src/Weir.Drill/Traffic`: each class of accounts, honest or not, stands in a file of its own with a paragraph on what it models. Who an");
        Line("account is, its clients, networks, languages, hours, parameters, models, facts and volumes come from distributions that all classes share, so that one");
        Line("field alone tells nothing (a test holds each field's area under the curve near a half). Wording comes from grammars in sixteen languages that the");
        Line("detectors' authors did not use; generator and detectors share no constants. Classes marked as held out are not for tuning (`--development` leaves them out).");
        Line();
        Line("Made traffic is not the world: its wording is poorer than people's, its honest products are those that somebody thought of, and a harvester who");
        Line("knows the detectors would do otherwise. Read the shares as a comparison between classes and between methods. `--prompts DIR` puts real prompts in.");
        Line();
        Line("An account counts as reaching a verdict if it ever did, whatever it ended with. \"Gone\" is the mean share of an account's harvest that had been answered before the");
        Line("verdict, all of it where there was none.");
        Line();
        Line("## Population");
        Line();
    }

    public void Population(IReadOnlyList<Outcome> all, long exchanges, double seconds, ulong[] seeds)
    {
        var benign = all.Where(static one => one.Label == Label.Benign).ToList();
        var thieves = all.Where(static one => one.Label == Label.Extraction).ToList();
        Line($"Seeds {string.Join(", ", seeds)}: {all.Count:N0} accounts ({benign.Count:N0} honest), {exchanges:N0} exchanges in fourteen days of made traffic, {exchanges / Math.Max(seconds, 1e-3):N0} exchanges a second with the making of them. Intervals are 95%, Clopper–Pearson.");
        Line();
        Head("", "accounts", "reach `watch`", "reach `act`", "harvest gone before `watch`", "harvest gone before `act`");
        Summary("honest, development classes", benign.Where(static one => !one.HeldOut), harvest: false);
        Summary("honest, held-out classes", benign.Where(static one => one.HeldOut), harvest: false);
        Summary("harvests of 2,000 and more, development classes", Large(thieves, heldOut: false), harvest: true);
        Summary("harvests of 2,000 and more, held-out classes", Large(thieves, heldOut: true), harvest: true);
        Summary("harvests below 2,000", thieves.Where(static one => !one.IsBlend && one.Harvest < 2000), harvest: true);
        Line();
        Line("### By class");
        Line();
        Head("class", "accounts", "exchanges (median)", "reach `watch`", "reach `act`", "gone before `watch`", "gone before `act`");
        foreach (var kind in all.GroupBy(static one => one.Class, StringComparer.Ordinal).OrderBy(static kind => kind.First().Label).ThenBy(static kind => kind.First().HeldOut).ThenBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            var (some, one) = (kind.ToList(), kind.First());
            var harvest = one.Label == Label.Extraction;
            Row($"{kind.Key}{(one.HeldOut ? " (held out)" : "")}", some.Count, some.Select(static x => x.Exchanges).Order().ElementAt(some.Count / 2),
                Watch(some), Act(some), harvest ? Percent(Gone(some, static x => x.LeftBeforeWatch)) : "–", harvest ? Percent(Gone(some, static x => x.LeftBeforeAct)) : "–");
        }

        Line();
        Line("### False alarms by language");
        Line();
        Head("language", "honest accounts", "reach `watch`", "reach `act`");
        foreach (var language in benign.GroupBy(static one => one.Language, StringComparer.Ordinal).OrderByDescending(static language => language.Count()))
            Row(language.Key, language.Count(), Watch(language), Act(language));
        Line();
    }

    public void Asks(AskTable table)
    {
        Line("### What is read of prompts");
        Line();
        Line($"The language is read rightly in {table.Language} of prompts of ten words and more, where it is read at all, and is read at all in {table.LanguageTold} of them; of shorter ones {table.ShortLanguage} and {table.ShortLanguageTold}. Kinds of ask that are read most in each class, with their share of its prompts:");
        Line();
        Head("class", "prompts", "kinds");
        foreach (var row in table.Rows)
            Row(row.Class, row.Prompts, row.Kinds);
        Line();
    }

    /// <summary>What was aimed at, what was measured.</summary>
    public void Goals(IReadOnlyList<Outcome> all)
    {
        var benign = all.Where(static one => one.Label == Label.Benign).ToList();
        var large = all.Where(static one => one.Label == Label.Extraction && !one.IsBlend && one.Harvest >= 2000).ToList();
        var ten = all.Where(static one => one.Class.StartsWith("blend-10", StringComparison.Ordinal) && one.Exchanges >= 1500).ToList();
        Line("### Goals");
        Line();
        Head("goal", "measured", "met");
        Goal("harvests of 2,000 prompts and more: 95% reach `act` with under 10% of their volume gone", Share(large, static one => one.Acted && one.LeftBeforeAct * 10 < one.Harvest), 0.95);
        Goal("the same, held-out classes alone", Share(large.Where(static one => one.HeldOut), static one => one.Acted && one.LeftBeforeAct * 10 < one.Harvest), 0.95);
        Goal("blends at 10%: 90% reach `watch` within 1,500 exchanges", Share(ten, static one => one.ExchangesBeforeWatch < 1500), 0.90);
        Limit($"honest accounts ({benign.Select(static one => one.Class).Distinct(StringComparer.Ordinal).Count()} classes): none reaches `act`", Act(benign), 0);
        Limit("honest accounts: at most 0.5% reach `watch`", Watch(benign), 0.005);
        Line();

        void Goal(string name, Proportion measured, double least) => Row(name, measured, measured.Of == 0 ? "–" : measured.Value >= least ? "yes" : "no");
        void Limit(string name, Proportion measured, double most) => Row(name, $"{measured.Hits} of {measured.Of:N0}: {measured}", measured.Value <= most ? "yes" : "no");
    }

    public void Blends(IReadOnlyList<Outcome> all, int[] windows)
    {
        Line("### Blends: a harvest inside a reseller's traffic");
        Line();
        Line("Reached `watch` within the first exchanges of the account, and ever.");
        Line();
        Head(["blend", "accounts", .. windows.Select(static size => $"in {size}"), "ever `watch`", "ever `act`"]);
        foreach (var kind in all.Where(static one => one.IsBlend).GroupBy(static one => one.Class, StringComparer.Ordinal).OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            var some = kind.ToList();
            Row([kind.Key, some.Count, .. windows.Select(size => (object)new Proportion(some.Count(one => one.Exchanges >= size && one.ExchangesBeforeWatch < size), some.Count(one => one.Exchanges >= size))), Watch(some), Act(some)]);
        }

        Line();
    }

    public void FieldsTaken(IReadOnlyList<Trial.Run> runs, double volume)
    {
        Line("### With fields taken away");
        Line();
        Head("what is missing", "honest reach `watch`", "honest reach `act`", "large harvests reach `watch`", "reach `act`", "gone before `act`", "blends ever `watch`");
        foreach (var run in runs)
        {
            var benign = run.Outcomes.Where(static one => one.Label == Label.Benign).ToList();
            var large = run.Outcomes.Where(one => one.Label == Label.Extraction && !one.IsBlend && one.Harvest >= 2000 * volume).ToList();
            Row(run.Removal, Watch(benign), Act(benign), Watch(large), Act(large), Percent(Gone(large, static one => one.LeftBeforeAct)), Watch(run.Outcomes.Where(static one => one.IsBlend)));
        }

        Line();
    }

    public void WindowRows(IReadOnlyList<Windows.Row> rows)
    {
        Line($"### Windows, beside the published detector, at {Windows.FalseAlarms * 100:0}% of honest windows flagged");
        Line();
        Line("\"MMD, accounts\" sees the same windows: each is one honest account's traffic with a share replaced. \"MMD, pooled\" is the protocol as published: the honest part is a sample of the whole benign pool.");
        Line();
        Head("window", "attack share", "Weir", "MMD, accounts", "MMD, pooled");
        foreach (var row in rows)
            Row(row.Window, Percent(row.Share), row.Ours, row.MmdAccounts, row.MmdPooled);
        foreach (var size in rows.GroupBy(static row => row.Window))
            Row($"**{size.Key}**", "mean", Percent(size.Average(static row => row.Ours.Value)), Percent(size.Average(static row => row.MmdAccounts.Value)), Percent(size.Average(static row => row.MmdPooled.Value)));
        Line();
    }

    public void Clean(IReadOnlyList<Outcome> all, double days)
    {
        var found = all.Count(static one => one.Verdict != Verdict.Clear);
        Line($"### {days:0} days without any harvest");
        Line();
        Line($"{all.Count:N0} honest accounts of all classes: {found} findings in force at the end ({all.Count(static one => one.Verdict == Verdict.Act)} at `act`), so `weir analyze` would end with exit {(found == 0 ? 0 : 3)}.");
        Line();
    }

    public void Failures(IReadOnlyList<Outcome> all)
    {
        Line("### What fails");
        Line();
        var alarms = all.Where(static one => one.Label == Label.Benign && one.Watched).GroupBy(static one => one.Class, StringComparer.Ordinal).OrderByDescending(static kind => kind.Count()).ToList();
        foreach (var kind in alarms)
            Line($"- honest `{kind.Key}`: {kind.Count()} at `watch`, {kind.Count(static one => one.Acted)} at `act`; heaviest reasons of one: {string.Join(", ", kind.MaxBy(static one => one.Evidence)!.Reasons.Take(4))}");
        foreach (var kind in all.Where(static one => one.Label == Label.Extraction && !one.IsBlend && one.Harvest >= 2000 && !one.Acted).GroupBy(static one => one.Class, StringComparer.Ordinal).OrderByDescending(static kind => kind.Count()))
            Line($"- harvest `{kind.Key}`: {kind.Count()} of 2,000 prompts and more never reach `act` ({kind.Count(static one => !one.Watched)} not even `watch`)");
        Line();
    }

    /// <summary>The command without the places where its results went.</summary>
    private static IEnumerable<string> Shown(string[] args) =>
        args.Where((arg, i) => arg is not ("--markdown" or "--json") && (i == 0 || args[i - 1] is not ("--markdown" or "--json")));

    private void Summary(string name, IEnumerable<Outcome> some, bool harvest)
    {
        var list = some.ToList();
        if (list.Count > 0)
            Row(name, list.Count, Watch(list), Act(list), harvest ? Percent(Gone(list, static one => one.LeftBeforeWatch)) : "–", harvest ? Percent(Gone(list, static one => one.LeftBeforeAct)) : "–");
    }

    private static IEnumerable<Outcome> Large(List<Outcome> thieves, bool heldOut) => thieves.Where(one => !one.IsBlend && one.Harvest >= 2000 && one.HeldOut == heldOut);

    private static Proportion Watch(IEnumerable<Outcome> some) => Share(some, static one => one.Watched);

    private static Proportion Act(IEnumerable<Outcome> some) => Share(some, static one => one.Acted);

    private static Proportion Share(IEnumerable<Outcome> some, Func<Outcome, bool> hit)
    {
        var list = some.ToList();
        return new Proportion(list.Count(hit), list.Count);
    }

    /// <summary>The mean over accounts of the share of their harvest that had left.</summary>
    private static double Gone(List<Outcome> some, Func<Outcome, int> left) =>
        some.Count == 0 ? 0 : some.Average(one => one.Harvest == 0 ? 0 : left(one) / (double)one.Harvest);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private void Head(params string[] names)
    {
        Line("| " + string.Join(" | ", names) + " |");
        Line("|" + string.Concat(names.Select(static (_, i) => i == 0 ? "---|" : "---:|")));
    }

    private void Row(params object[] cells) => Line("| " + string.Join(" | ", cells.Select(static cell => cell is int number ? number.ToString("N0", CultureInfo.InvariantCulture) : cell.ToString())) + " |");

    public void Line(string text = "") => _text.Append(text).Append('\n');
}
