using System.Diagnostics;
using System.Text.Json;
using Weir.Bench.Detection;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;

// Builds labelled traffic in memory, feeds the detectors exchange by exchange, and prints what they found beside the truth.
// bench/detection.sh is the way to run it.
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

if (args.Contains("--test", StringComparer.Ordinal))
    Expectations.Check();
var clock = Stopwatch.StartNew();
var real = options.Prompts is null ? null : RealPrompts.Read(new DirectoryInfo(options.Prompts));
if (real is not null)
    Console.Error.WriteLine($"{real.Count:N0} real prompts");
if (options.Write is not null)
{
    await WrittenTraffic.WriteAsync(options, real);
    return 0;
}

Func<TrafficClass, bool>? where = options.Development ? static kind => !kind.HeldOut : null;
if (options.Signals is not null)
{
    await SignalTable.WriteAsync(options, where, real);
    return 0;
}

if (options.Part == "diagnose")
{
    Diagnosis.Print(options, where, real);
    return 0;
}

var report = new Report();
report.Intro(args);
List<Outcome> population = [];
IReadOnlyList<Trial.Run> fields = [];
IReadOnlyList<Windows.Row> windows = [];

if (Wanted("population"))
{
    var (exchanges, seconds) = (0L, 0.0);
    foreach (var seed in options.Seeds)
    {
        var plan = TrafficPlan.Mixed(seed, options.People, options.EachProduct, options.EachHarvest, where) with { Volume = options.Volume, Real = real };
        var run = (await Trial.RunAsync(plan, [Removal.Nothing], options.Threads))[0];
        population.AddRange(run.Outcomes);
        exchanges += run.Exchanges;
        seconds += run.Seconds;
        Tell($"population, seed {seed}: {run.Exchanges:N0} exchanges in {run.Seconds:0} s");
    }

    report.Population(population, exchanges, seconds, options.Seeds);
    report.Goals(population);
    report.Blends(population, options.Windows);
    report.Failures(population);
}

if (Wanted("asks"))
{
    report.Asks(AskTable.Measure(options, real));
    Tell("asks");
}

if (Wanted("fields"))
{
    var plan = TrafficPlan.Mixed(options.Seeds[0] + 1000, options.AblationPeople, options.AblationEach, options.AblationEach, where) with { Volume = options.AblationVolume, Real = real };
    fields = await Trial.RunAsync(plan, Removal.All, options.Threads);
    Tell($"fields: {fields[0].Exchanges:N0} exchanges, {Removal.All.Count} ways");
    report.FieldsTaken(fields, options.AblationVolume);
}

if (Wanted("windows"))
{
    windows = Windows.Measure(options, real);
    Tell("windows");
    report.WindowRows(windows);
}

if (Wanted("clean"))
{
    var plan = TrafficPlan.Mixed(options.Seeds[0] + 2000, options.CleanPeople, options.CleanEach, 0, where) with { Days = 7, ReleaseDay = 4, Volume = Math.Min(1, options.Volume * 0.5), Real = real };
    var run = (await Trial.RunAsync(plan, [Removal.Nothing], options.Threads))[0];
    Tell($"clean week: {run.Exchanges:N0} exchanges");
    report.Clean(run.Outcomes, plan.Days);
}

Console.Write(report.ToString());
if (options.Verbose)
{
    foreach (var one in population.Where(static one => one.Label == Label.Benign ? one.Watched : !one.Acted))
        Console.WriteLine($"{one.Label} {one.Class} {one.Account} {one.Language} exchanges {one.Exchanges} harvest {one.Harvest} {one.Verdict} {one.Evidence:0.0} watched {one.Watched} acted {one.Acted}: {string.Join(", ", one.Reasons)}");
}

if (options.Markdown is not null)
    await File.WriteAllTextAsync(options.Markdown, report.ToString());
if (options.Json is not null)
    await File.WriteAllTextAsync(options.Json, JsonSerializer.Serialize(new { options.Seeds, population, fields, windows }, JsonSerializerOptions.Web));
return 0;

bool Wanted(string part) => options.Part == "all" || options.Part.Split(',').Contains(part, StringComparer.Ordinal);

void Tell(string what) => Console.Error.WriteLine($"[{clock.Elapsed.TotalSeconds,5:0} s] {what}");
