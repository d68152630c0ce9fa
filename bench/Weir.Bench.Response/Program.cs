using System.Globalization;
using Weir.Bench.Response;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Policy;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var test = args.Contains("--test", StringComparer.Ordinal);
var seed = ulong.Parse(Value("--seed") ?? "1", CultureInfo.InvariantCulture);
var scale = double.Parse(Value("--scale") ?? "0.01", CultureInfo.InvariantCulture);
var behind = TimeSpan.FromMinutes(double.Parse(Value("--behind") ?? "5", CultureInfo.InvariantCulture));
var pace = double.Parse(Value("--pace") ?? "1", CultureInfo.InvariantCulture);
TrafficPlan plan;
if (test)
{
    var story = new Demonstration().Story(seed);
    plan = story with { Volume = story.Volume * 0.5, Cast = [.. story.Cast.Select(static part => (part.Class, part.Groups > 20 ? part.Groups / 4 : part.Groups))] };
}
else
{
    var wanted = Value("--scenario") ?? "hydra";
    if (ScenarioList.Named(wanted) is not { } scenario)
    {
        Console.Error.WriteLine($"response: there is no scenario '{wanted}'; see weir drill list.");
        return 2;
    }

    plan = scenario.Plan(seed, scale) with { Pace = pace };
}

var half = TimeSpan.FromMinutes(30);
(string Key, string Name, string Policy, TimeSpan? Approve)[] all =
[
    ("shadow", "shadow", PolicyDocuments.Sample(strict: true).Replace("mode: enforce", "mode: shadow", StringComparison.Ordinal), null),
    ("default", "default, a person after 30 min", PolicyDocuments.Sample().Replace("mode: shadow", "mode: enforce", StringComparison.Ordinal), half),
    ("strict", "strict", PolicyDocuments.Sample(strict: true), null),
];
if (args.Contains("--replay", StringComparer.Ordinal))
{
    ReplayTrial.Write(plan, [.. all.Skip(1).Select(static mode => (mode.Name, mode.Policy, mode.Approve))], seed, scale, pace, Console.Out);
    return 0;
}

var modes = Value("--modes")?.Split(',') ?? ["shadow", "default", "strict"];
var results = new List<TrialResult>();
foreach (var (_, name, policy, approve) in all.Where(mode => modes.Contains(mode.Key, StringComparer.Ordinal)))
{
    results.Add(await new Trial(plan, name, Unpaced(policy), approve, behind, test ? null : Console.Error).RunAsync());
    Console.Error.WriteLine(results[^1].OneLine);
}

new ResponseReport(results, seed, scale, pace, behind, test ? 200 : 2_000).Write(Console.Out);
return results[0].Answered > 0 ? 0 : 1;

// A pause is in real seconds, of which each is an hour of the drill: calls would come to detection out of their order.
static string Unpaced(string policy)
{
    policy = policy.Replace("pace: 4s", "pace: none", StringComparison.Ordinal).Replace("pace: 8s", "pace: none", StringComparison.Ordinal);
    return policy.Contains("\npostures:", StringComparison.Ordinal) ? policy : policy + "\npostures: { slow: { pace: none }, narrow: { pace: none } }\n";
}

string? Value(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
