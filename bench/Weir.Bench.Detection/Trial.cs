using System.Diagnostics;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;

namespace Weir.Bench.Detection;

/// <summary>
/// Runs made traffic through detection, exchange by exchange in the order of time, once for each removal. The traffic is
/// made once; while one batch is analysed the next is made.
/// </summary>
public sealed class Trial
{
    private const int BatchSize = 16_384;

    private readonly IReadOnlyList<Removal> _removals;
    private readonly AccountAnalysis[] _analyses;
    private readonly int _threads;

    private Trial(IReadOnlyList<Removal> removals, int threads)
    {
        _removals = removals;
        _threads = threads;
        // One analysis alone uses all threads; many share them among each other.
        var each = removals.Count == 1 ? threads : 1;
        _analyses = [.. removals.Select(_ => new AccountAnalysis(new AnalysisOptions { Threads = each }))];
    }

    public sealed record Run(string Removal, IReadOnlyList<Outcome> Outcomes, long Exchanges, double Seconds);

    public static async Task<IReadOnlyList<Run>> RunAsync(TrafficPlan plan, IReadOnlyList<Removal> removals, int threads)
    {
        var trial = new Trial(removals, threads);
        var clock = Stopwatch.StartNew();
        var accounts = plan.Accounts();
        for (var i = 0; i < removals.Count; i++)
        {
            if (!removals[i].Facts)
                continue;
            foreach (var account in accounts)
                trial._analyses[i].Facts(KnownFacts.Of(account));
        }

        var truth = new TruthBook();
        var exchanges = await trial.FeedAsync(new TrafficFlow(plan, accounts), truth);
        var runs = new List<Run>();
        for (var i = 0; i < removals.Count; i++)
        {
            trial._analyses[i].Finish();
            runs.Add(new Run(removals[i].Name, [.. truth.Outcomes(trial._analyses[i].Find)], exchanges, clock.Elapsed.TotalSeconds));
        }

        return runs;
    }

    private async Task<long> FeedAsync(TrafficFlow flow, TruthBook truth)
    {
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var total = 0L;
        var batch = new List<Exchange>(BatchSize);
        var next = new List<Exchange>(BatchSize);
        var analysing = Task.CompletedTask;
        while (flow.Read() is { } made)
        {
            truth.Count(made);
            batch.Add(maker.Make(made));
            total++;
            if (batch.Count < BatchSize)
                continue;
            await analysing;
            (batch, next) = (next, batch);
            batch.Clear();
            var ready = next;
            analysing = Task.Run(() => AnalyseAsync(ready));
        }

        await analysing;
        await AnalyseAsync(batch);
        return total;
    }

    private async Task AnalyseAsync(List<Exchange> batch)
    {
        if (_analyses.Length == 1)
        {
            _analyses[0].ObserveAll(await _removals[0].FromAsync(batch));
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads };
        await Parallel.ForAsync(0, _analyses.Length, options, async (i, _) => _analyses[i].ObserveAll(await _removals[i].FromAsync(batch)));
    }
}
