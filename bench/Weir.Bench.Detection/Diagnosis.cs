using System.Globalization;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Accounts.Signals;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;

namespace Weir.Bench.Detection;

/// <summary>
/// Why a class stalls, and why it takes so long: what each family of evidence says after so many exchanges, against which honest kind, and, with
/// <c>--verbose</c>, what each signal measures. Never with held-out classes in view.
/// </summary>
public sealed class Diagnosis
{
    private static readonly int[] Checkpoints = [100, 200, 400, 800, 1600, 3200];

    private sealed class Row
    {
        public List<double> Evidence { get; } = [];
        public List<double> Taken { get; } = [];
        public int Watch { get; set; }
        public int Act { get; set; }
        public List<double>[] Families { get; } = [.. Enumerable.Range(0, Comparison.Families).Select(static _ => new List<double>())];
        public List<double>[] Signals { get; } = [.. AllSignals.List.Select(static _ => new List<double>())];
        public List<double>[] Flows { get; } = [.. Enum.GetValues<FlowKey>().Select(static _ => new List<double>())];
        public Dictionary<string, int> Against { get; } = new(StringComparer.Ordinal);
        /// <summary>What keeps accounts from act, and how many.</summary>
        public SortedDictionary<string, int> Held { get; } = new(StringComparer.Ordinal);
    }

    private readonly SortedDictionary<string, Row[]> _rows = new(StringComparer.Ordinal);
    private readonly AccountAnalysis _analysis = new(new AnalysisOptions { ReorderWindow = TimeSpan.Zero });
    private readonly bool _flows;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private Diagnosis(bool flows) => _flows = flows;

    public static void Print(Options options, Func<TrafficClass, bool>? where, RealPrompts? real)
    {
        var chosen = (TrafficClass kind) => (where is null || where(kind)) && (options.Classes.Length == 0 || options.Classes.Any(part => kind.Name.Contains(part, StringComparison.Ordinal)));
        var diagnosis = new Diagnosis(options.Flows);
        foreach (var seed in options.Seeds)
            diagnosis.Run(TrafficPlan.Mixed(seed, options.People, options.EachProduct, options.EachHarvest, chosen) with { Volume = options.Volume, Real = real });
        diagnosis.Write(options.Verbose);
    }

    private void Run(TrafficPlan plan)
    {
        var accounts = plan.Accounts();
        foreach (var account in accounts)
            _analysis.Facts(KnownFacts.Of(account));
        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        while (flow.Read() is { } made)
        {
            var name = made.By.Who.Account;
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _);
            count++;
            if (count > Checkpoints[^1])
                continue;
            _analysis.Observe(maker.Make(made));
            var at = Array.IndexOf(Checkpoints, count);
            if (at >= 0 && _analysis.ProfileOf(name) is { } profile)
                Note($"{made.By.Class.Label} {made.By.Class.Name}", at, profile);
        }
    }

    private void Note(string name, int at, Profile profile)
    {
        if (!_rows.TryGetValue(name, out var rows))
            _rows.Add(name, rows = [.. Checkpoints.Select(static _ => new Row())]);
        var row = rows[at];
        var weighed = Judgement.Weigh(profile, _analysis.Yardstick);
        row.Evidence.Add(weighed.Evidence);
        row.Watch += profile.Reached is not null ? 1 : 0;
        row.Act += profile.Reached is { ActAt: not 0 } ? 1 : 0;
        var comparison = Comparison.OfThread;
        comparison.Fit(Judgement.LifeOf(profile), _analysis.Yardstick);
        row.Taken.Add(comparison.EvidenceOf(Judgement.WithoutTime));
        for (var family = 0; family < Comparison.Families; family++)
            row.Families[family].Add(comparison.SaidBy((Family)family));
        for (var signal = 0; signal < AllSignals.List.Length; signal++)
        {
            if (!comparison.Measures[signal].IsNone)
                row.Signals[signal].Add(comparison.Measures[signal].Rate);
        }

        if (_flows)
        {
            foreach (var (key, evidence, flow) in Judgement.FlowEvidence(profile, _analysis.Yardstick))
            {
                var with = Comparison.OfThread;
                var says = string.Join(", ", Enumerable.Range(0, AllSignals.List.Length).Where(s => !with.Measures[s].IsNone && Math.Abs(with.WeightOf(s)) > 0.15).Select(s => $"{AllSignals.List[s].Name} {with.Measures[s].Rate:0.00} ({with.WeightOf(s):0.0})"));
                Console.WriteLine($"{name} after {Checkpoints[at]}: {key} of {flow.Counts[(int)Counter.Openings]}: {evidence:0.00}, {Archetypes.List[with.BestHarvest].Name} / {Archetypes.List[with.BestHonest].Name}: {says}");
            }
        }

        foreach (var key in Judgement.FlowEvidence(profile, _analysis.Yardstick).GroupBy(static flow => flow.Key))
            row.Flows[(int)key.Key].Add(key.Max(static flow => flow.Evidence));
        var against = $"{Archetypes.List[comparison.BestHarvest].Name} / {Archetypes.List[comparison.BestHonest].Name}";
        row.Against[against] = row.Against.GetValueOrDefault(against) + 1;
        foreach (var gate in Judgement.HeldFromAct(Judgement.LifeOf(profile), _analysis.Yardstick))
            row.Held[gate] = row.Held.GetValueOrDefault(gate) + 1;
    }

    private void Write(bool signals)
    {
        foreach (var (name, rows) in _rows)
        {
            Console.WriteLine();
            Console.WriteLine(name);
            Console.WriteLine($"  after  accounts watch act   evidence (10% 50% 90%)   taken  {string.Join(' ', Enum.GetNames<Family>().Select(static family => $"{family,10}"))}   most often against");
            for (var at = 0; at < Checkpoints.Length; at++)
            {
                var row = rows[at];
                if (row.Evidence.Count == 0)
                    continue;
                Console.WriteLine($"  {Checkpoints[at],5}  {row.Evidence.Count,8} {row.Watch,5} {row.Act,3}   {Spread(row.Evidence)}   {Number(Quantile(row.Taken, 0.5)),5}  {string.Join(' ', row.Families.Select(static family => $"{Number(Quantile(family, 0.5)),10}"))}   {row.Against.MaxBy(static pair => pair.Value).Key}");
                Console.WriteLine($"         held from act by {(row.Held.Count == 0 ? "nothing" : string.Join(", ", row.Held.Select(static gate => $"{gate.Key} {gate.Value}")))}");
            }

            foreach (var key in Enum.GetValues<FlowKey>())
            {
                var texts = rows.Where(row => row.Flows[(int)key].Count > 0).Select(row => $"{row.Flows[(int)key].Count,3}: {Spread(row.Flows[(int)key])}").ToList();
                if (texts.Count > 0)
                    Console.WriteLine($"      flow {key,-13} {string.Join("  |  ", texts)}");
            }

            if (!signals)
                continue;
            for (var signal = 0; signal < AllSignals.List.Length; signal++)
            {
                var texts = rows.Where((_, at) => at is 0 or 1 or 2 or 4).Where(row => row.Signals[signal].Count > 0).Select(row => Spread(row.Signals[signal])).ToList();
                if (texts.Count > 0)
                    Console.WriteLine($"      {AllSignals.List[signal].Name,-38} {string.Join("  |  ", texts)}");
            }
        }
    }

    private static string Spread(List<double> values) => $"{Number(Quantile(values, 0.1)),6} {Number(Quantile(values, 0.5)),6} {Number(Quantile(values, 0.9)),6}";

    private static double Quantile(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
