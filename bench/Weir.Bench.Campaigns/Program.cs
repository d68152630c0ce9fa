using System.Diagnostics;
using Weir.Bench.Campaigns;
using Weir.Bench.Detection;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic.Contents;

// Plays campaigns and honest groups whose truth is known to detection, and prints what it made of them beside the truth.
// bench/campaigns.sh is the way to run it.
Options options;
try
{
    options = Options.Parse(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

Action<DateTimeOffset, Truth, Way, Weir.Detection.Accounts.AccountAnalysis>? look = options.Why ? Why.Print : null;
var clock = Stopwatch.StartNew();
var real = options.Prompts is null ? null : RealPrompts.Read(new DirectoryInfo(options.Prompts));
var report = new Report();
report.Intro(args, real?.Count ?? 0);
var results = new List<Result>();
var (groups, own) = (new List<GroupOutcome>(), new List<GroupOutcome>());

if (options.Wants("alone"))
{
    foreach (var seed in options.Seeds)
    {
        foreach (var one in Case.Of(options))
        {
            var run = await Trial.RunAsync(one.Scenario.Plan(seed, one.Scale, real, heldOut: true, people: options.People) with { Volume = options.Volume }, [Way.Everything], options.Threads, options.Keep, look);
            var result = Result.Of(one, seed, run);
            results.Add(result);
            Tell($"{one.Name}, seed {seed}: {run.Truth.Exchanges:N0} exchanges in {run.Seconds:0.0} s; recall {result.Ours.AtAct}, watch {result.Ours.AtWatch}, precision {result.Ours.Right}, F1 {result.Ours.PairF1:0.00}; replaced {result.Replaced}; before act {string.Join(", ", result.Early.Select(static early => $"{early.Before} of {early.Harvest} ({early.Hours:0.0} h)"))}; wronged {string.Join(", ", result.Wronged)}");
            if (options.Verbose)
                Show(run);
        }
    }
}

if (options.Wants("lookalikes"))
{
    var (flagged, all) = (0, 0);
    foreach (var seed in options.Seeds)
    {
        var plan = Scenario.Together([.. ScenarioList.LookAlikes.Where(one => options.Chosen(one.Name))], seed, options.Scale, real, heldOut: true, people: options.People) with { Volume = options.Volume };
        var run = await Trial.RunAsync(plan, [Way.Everything], options.Threads, options.Keep, look);
        var analysis = run.Seen[0].Analysis;
        var some = GroupOutcome.Of(run.Truth, analysis, alone: false).ToList();
        groups.AddRange(some);
        own.AddRange(GroupOutcome.Of(run.Truth, analysis, alone: true));
        var caught = run.Baseline.Campaigns().SelectMany(static one => one).Select(name => run.Truth.Accounts[name].Account.Group).ToHashSet(StringComparer.Ordinal);
        (flagged, all) = (flagged + some.Count(one => caught.Contains(one.Group)), all + some.Count);
        Tell($"look-alikes, seed {seed}: {run.Truth.Exchanges:N0} exchanges in {run.Seconds:0.0} s; {some.Count(static one => one.Watch)} of {some.Count} groups at watch, {some.Count(static one => one.Act)} at act: {string.Join(", ", some.Where(static one => one.Watch).Select(static one => one.Group + (one.Act ? "!" : "")))}");
        if (options.Verbose)
            Show(run);
    }

    report.LookAlikes(groups, own, new Proportion(flagged, all));
}

if (results.Count > 0)
{
    report.Goals(results, groups);
    report.Alone(results);
}

if (options.Wants("together"))
{
    IReadOnlyList<Way> ways = options.Ways.Length == 0 ? Way.All : [.. Way.All.Where((_, i) => options.Ways.Contains(i))];
    var wanted = ScenarioList.All.Where(one => options.Chosen(one.Name)).Where(static one => one.Name is not ("hydra" or "lab-agents" or "lab-coding")).ToList();
    var run = await Trial.RunAsync(Scenario.Together(wanted, options.Seeds[0] + 100, 0.2 * options.Scale, real, heldOut: true, people: options.People) with { Volume = options.Volume }, ways, options.Threads, options.Keep, look);
    var outcomes = run.Seen.Select(seen =>
    {
        var some = GroupOutcome.Of(run.Truth, seen.Analysis, alone: false).ToList();
        return (seen.Way, Score.Of(run.Truth, seen.Analysis.Campaigns()), some.Count(static one => one.Watch), some.Count(static one => one.Act), some.Count);
    }).ToList();
    report.Together(outcomes, run.Truth.Harvests.Count, run.Truth.Exchanges);
    Tell($"together: {run.Truth.Exchanges:N0} exchanges, {outcomes.Count} ways, in {run.Seconds:0.0} s; {string.Join("; ", outcomes.Select(static one => $"{one.Way.Name}: recall {one.Item2.AtAct}, watch {one.Item2.AtWatch}, precision {one.Item2.Right}, F1 {one.Item2.PairF1:0.00}, honest groups at watch {one.Item3}, at act {one.Item4}"))}");
    if (options.Verbose)
        Show(run);
}

if (options.Wants("scale"))
{
    var rows = new List<ScalePart.Row>();
    foreach (var accounts in options.Accounts)
    {
        rows.Add(ScalePart.Measure(accounts, options.Threads));
        Tell($"scale: {rows[^1].Accounts:N0} accounts, {rows[^1].Exchanges:N0} exchanges, {rows[^1].Seconds:0.0} s, {rows[^1].Bytes / 1e6:N0} MB");
    }

    report.Scale(rows, options.Threads);
}

if (results.Count > 0 || groups.Count > 0)
    report.Failures(results, groups);
Console.Write(report.ToString());
if (options.Markdown is not null)
    await File.WriteAllTextAsync(options.Markdown, report.ToString());
return 0;

void Tell(string what) => Console.Error.WriteLine($"[{clock.Elapsed.TotalSeconds,5:0} s] {what}");

static void Show(Trial.Run run)
{
    Why.Ideal(run.Truth, run.Seen[0].Analysis);
    foreach (var found in run.Seen[0].Analysis.Campaigns())
    {
        Console.Error.WriteLine($"    {found.Campaign} {found.Verdict} {found.Evidence:0.0}, {found.Accounts.Count} accounts: {string.Join(", ", Score.Members(found).GroupBy(name => run.Truth.Accounts[name].Account.Group, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).Take(6).Select(static group => $"{group.Count()} {group.Key}"))}; {string.Join(", ", found.Reasons.Take(5).Select(static reason => $"{reason.Signal} {reason.Weight:0.0}"))}");
    }
}
