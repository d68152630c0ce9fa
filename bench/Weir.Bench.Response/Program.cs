using System.Globalization;
using Weir.Bench.Response;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Policy;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var test = args.Contains("--test", StringComparer.Ordinal);
var seed = ulong.Parse(Value("--seed") ?? "1", CultureInfo.InvariantCulture);
var scale = double.Parse(Value("--scale") ?? "1", CultureInfo.InvariantCulture);
var demonstration = new Demonstration();
TrafficPlan plan;
if (Value("--scenario") is { } wanted)
{
    if (ScenarioList.Named(wanted) is not { } scenario)
    {
        Console.Error.WriteLine($"response: there is no scenario '{wanted}'; see weir drill list.");
        return 2;
    }

    plan = scenario.Plan(seed, scale);
}
else
{
    plan = demonstration.Story(seed);
}

if (test)
    plan = plan with { Volume = plan.Volume * 0.5, Cast = [.. plan.Cast.Select(static part => (part.Class, part.Groups > 20 ? part.Groups / 4 : part.Groups))] };

var half = TimeSpan.FromMinutes(30);
var modes = new (string Name, string Policy, TimeSpan? Approve)[]
{
    ("shadow", PolicyDocuments.Sample(strict: true).Replace("mode: enforce", "mode: shadow", StringComparison.Ordinal), null),
    ("default, a person after 30 min", PolicyDocuments.Sample().Replace("mode: shadow", "mode: enforce", StringComparison.Ordinal), half),
    ("strict", PolicyDocuments.Sample(strict: true), null),
};
var results = new List<TrialResult>();
foreach (var (name, policy, approve) in modes)
    results.Add(await new Trial(plan, name, Unpaced(policy), approve).RunAsync());

var all = results[0];
Console.WriteLine($"{all.CampaignCalls:N0} calls of a campaign of {all.Accounts} accounts among {all.OrdinaryCalls:N0} ordinary ones, through a running gateway; seed {seed}");
Console.WriteLine();
Console.WriteLine("| policy | answered | share of tokens | share of new tokens | accounts held / stopped | student's accuracy | ordinary accounts held | ordinary calls refused | changed | ordinary latency ms p50 / p95 |");
Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
foreach (var one in results)
{
    var accuracy = Student.Accuracy(one.NewAnswers, seed, test ? 200 : 2_000);
    Console.WriteLine($"| {one.Name} | {one.CampaignAnswered:N0} | {Share(one.Tokens, all.Tokens)} | {Share(one.NewTokens, all.NewTokens)} | {one.AccountsFelt} / {one.AccountsStopped} of {one.Accounts} | {accuracy:0.0%} | {one.OrdinaryFelt} | {one.OrdinaryRefused} | {one.OrdinaryChanged} | {one.LatencyMedian} / {one.Latency95} |");
}

Console.WriteLine();
Console.WriteLine($"The student counts runs of words in as many questions and answers of the task world as the campaign got new answers, and is asked {(test ? 200 : 2_000)} others. {results.Sum(static one => one.Seconds):0} s in all.");
return all.CampaignAnswered > 0 ? 0 : 1;

// A pause is in real seconds, of which each is an hour of the drill: calls would come to detection out of their order.
static string Unpaced(string policy)
{
    policy = policy.Replace("pace: 4s", "pace: none", StringComparison.Ordinal).Replace("pace: 8s", "pace: none", StringComparison.Ordinal);
    return policy.Contains("postures:", StringComparison.Ordinal) ? policy : policy + "\npostures: { slow: { pace: none }, narrow: { pace: none } }\n";
}

string? Value(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

static string Share(long part, long whole) => whole == 0 ? "–" : (part / (double)whole).ToString("0.0%", CultureInfo.InvariantCulture);
