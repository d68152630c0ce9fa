using System.Globalization;
using System.Text.Json;
using Weir.Detection.Accounts;
using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Bench.Detection;

/// <summary>
/// What every signal measures of every account, its latest window and its flows, after so many exchanges: comma-separated, for whoever fits beliefs to it.
/// Two files: <c>signals.csv</c>, and <c>beliefs.csv</c> with the beliefs as they are.
/// </summary>
public static class SignalTable
{
    private static readonly int[] Checkpoints = [60, 100, 150, 225, 350, 500, 750, 1_000, 1_400, 2_000, 2_800, 4_000, 6_000, 9_000, 14_000];

    public static async Task WriteAsync(Options options, Func<TrafficClass, bool>? where, RealPrompts? real)
    {
        var folder = Directory.CreateDirectory(options.Signals!).FullName;
        await using (var beliefs = File.CreateText(Path.Combine(folder, "beliefs.csv")))
            Beliefs(beliefs);
        await using var to = File.CreateText(Path.Combine(folder, "signals.csv"));
        to.WriteLine($"seed,label,class,account,after,stretch,first,last,lasttaking,templates,breadth,part,{string.Join(',', Enumerable.Range(0, Counters.Count).Select(static i => $"c{(Counter)i}"))},{string.Join(',', AllSignals.List.Select(static s => $"{s.Name} hits,{s.Name} trials"))}");
        var chosen = (TrafficClass kind) => (where is null || where(kind)) && (options.Classes.Length == 0 || options.Classes.Any(part => kind.Name.Contains(part, StringComparison.Ordinal)));
        if (options.Log is not null)
        {
            await ReadAsync(options, to);
            return;
        }

        foreach (var seed in options.Seeds)
            Run(TrafficPlan.Mixed(seed, options.People, options.EachProduct, options.EachHarvest, chosen) with { Volume = options.Volume, Real = real }, seed, to);
    }

    /// <summary>The same of a written log whose truth is known (<c>{"account","label","class"}</c> a line).</summary>
    private static async Task ReadAsync(Options options, TextWriter to)
    {
        var truth = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(options.Truth!))
        {
            using var json = JsonDocument.Parse(line);
            string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
            truth[Text("account")] = $"0,{(Text("label") == "benign" ? Label.Benign : Label.Extraction)},{Text("class")},{Text("account")}";
        }

        var analysis = new AccountAnalysis(new AnalysisOptions { Campaigns = false });
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var log = new LogReading([new LogSource(options.Log!, () => File.OpenRead(options.Log!))], new KeyedHasher("a key of the benchmark, 32 bytes"u8), TimeProvider.System, new LogReadingOptions { Threads = options.Threads });
        await foreach (var run in log.ReadAsync(CancellationToken.None))
        {
            for (var i = 0; i < run.Length; i++)
            {
                var exchange = run.Span[i];
                analysis.Observe(exchange);
                ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, exchange.Account, out _);
                count++;
                if (Array.IndexOf(Checkpoints, count) >= 0 && truth.TryGetValue(exchange.Account, out var who) && analysis.ProfileOf(exchange.Account) is { } profile)
                    Note(who, profile, to);
            }
        }

        analysis.Finish();
        foreach (var (name, who) in truth)
        {
            if (analysis.ProfileOf(name) is { } profile && profile.Exchanges > Checkpoints[0])
                Note(who, profile, to);
        }
    }

    private static void Run(TrafficPlan plan, ulong seed, TextWriter to)
    {
        var analysis = new AccountAnalysis(new AnalysisOptions { ReorderWindow = TimeSpan.Zero, Campaigns = false });
        var accounts = plan.Accounts();
        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        while (flow.Read() is { } made)
        {
            var name = made.By.Who.Account;
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, name, out _);
            count++;
            last[name] = $"{seed},{made.By.Class.Label},{made.By.Class.Name},{name}";
            analysis.Observe(maker.Make(made));
            if (Array.IndexOf(Checkpoints, count) >= 0 && analysis.ProfileOf(name) is { } profile)
                Note(last[name], profile, to);
        }

        foreach (var (name, who) in last)
        {
            if (counts[name] > Checkpoints[0] && analysis.ProfileOf(name) is { } profile)
                Note(who, profile, to);
        }
    }

    private static void Note(string who, Profile profile, TextWriter to)
    {
        Line(who, profile.Exchanges, "life", Judgement.LifeOf(profile), to);
        if (profile.Full is not { } full)
            return;
        if (full.Windows > 0)
        {
            Span<int> counts = stackalloc int[Counters.Count];
            Line(who, profile.Exchanges, $"window{full.Windows}", Judgement.WindowOf(profile, counts), to);
        }

        foreach (var flow in full.Flows!.Slots)
        {
            if (flow?.Openings >= Judgement.FirstFlowCheck)
                Line(who, profile.Exchanges, flow.Key.ToString(), flow.Stretch, to);
        }
    }

    private static void Line(string who, int after, string name, in Stretch stretch, TextWriter to)
    {
        to.Write(string.Create(CultureInfo.InvariantCulture, $"{who},{after},{name},{stretch.First},{stretch.Last},{stretch.LastTakingHour},{stretch.Templates},{stretch.Breadth:0.####},{(stretch.IsPart ? 1 : 0)}"));
        foreach (var count in stretch.Counts)
            to.Write(string.Create(CultureInfo.InvariantCulture, $",{count}"));
        foreach (var signal in AllSignals.List)
        {
            var measure = signal.Measure(stretch);
            to.Write(string.Create(CultureInfo.InvariantCulture, $",{measure.Hits:0.###},{measure.Trials:0.###}"));
        }

        to.WriteLine();
    }

    private static void Beliefs(TextWriter to)
    {
        to.WriteLine($"kind,stake,people,evaluations,signal,family,share,{string.Join(',', RateGrid.Points.ToArray().Select(static p => p.ToString(CultureInfo.InvariantCulture)))}");
        for (var k = 0; k < Archetypes.List.Length; k++)
        {
            var kind = Archetypes.List[k];
            for (var s = 0; s < AllSignals.List.Length; s++)
            {
                if (kind.Beliefs[s] is not { } belief)
                    continue;
                to.Write(string.Create(CultureInfo.InvariantCulture, $"\"{kind.Name}\",{kind.Stake},{kind.IsPeople},{kind.IsOfEvaluations},{AllSignals.List[s].Name},{AllSignals.List[s].Family},{kind.Shares[s]}"));
                for (var i = 0; i < RateGrid.Count; i++)
                    to.Write(string.Create(CultureInfo.InvariantCulture, $",{belief.Weights[i]:0.#########}"));
                to.WriteLine();
            }
        }
    }
}
