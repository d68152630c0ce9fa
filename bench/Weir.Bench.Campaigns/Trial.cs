using System.Diagnostics;
using Weir.Bench.Detection;
using Weir.Detection.Accounts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;

namespace Weir.Bench.Campaigns;

/// <summary>What detection is allowed to see.</summary>
public sealed record Way(string Name, bool Facts = true, bool Content = true)
{
    public static Way Everything { get; } = new("everything there");

    public static IReadOnlyList<Way> All { get; } =
    [
        Everything,
        new("as the gateway's journal: written without content, read again", Content: false),
        new("no account facts (payment, registration)", Facts: false),
        new("neither", Facts: false, Content: false),
    ];
}

/// <summary>One population, made once and seen in several ways, exchange by exchange in the order of time.</summary>
public sealed class Trial
{
    private const int BatchSize = 8_192;

    private readonly IReadOnlyList<Way> _ways;
    private readonly AccountAnalysis[] _analyses;

    private Trial(IReadOnlyList<Way> ways, int threads)
    {
        _ways = ways;
        _analyses = [.. ways.Select(_ => new AccountAnalysis(new AnalysisOptions { Threads = threads }))];
    }

    public sealed record Run(Truth Truth, Baseline Baseline, IReadOnlyList<(Way Way, AccountAnalysis Analysis)> Seen, double Seconds);

    public static async Task<Run> RunAsync(TrafficPlan plan, IReadOnlyList<Way> ways, int threads)
    {
        var clock = Stopwatch.StartNew();
        var trial = new Trial(ways, threads);
        var accounts = plan.Accounts();
        for (var i = 0; i < ways.Count; i++)
        {
            if (ways[i].Facts)
                accounts.ForEach(account => trial._analyses[i].Facts(KnownFacts.Of(account)));
        }

        var (truth, baseline) = (new Truth(), new Baseline());
        await trial.FeedAsync(new TrafficFlow(plan, accounts), truth, baseline);
        foreach (var analysis in trial._analyses)
            analysis.Finish();
        return new Run(truth, baseline, [.. ways.Zip(trial._analyses)], clock.Elapsed.TotalSeconds);
    }

    private async Task FeedAsync(TrafficFlow flow, Truth truth, Baseline baseline)
    {
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var batch = new List<Exchange>(BatchSize);
        while (flow.Read() is { } made)
        {
            truth.Count(made);
            baseline.Observe(made);
            batch.Add(maker.Make(made));
            if (batch.Count < BatchSize)
                continue;
            await ObserveAsync(batch);
            batch.Clear();
        }

        await ObserveAsync(batch);
    }

    private async Task ObserveAsync(List<Exchange> batch)
    {
        for (var i = 0; i < _ways.Count; i++)
            _analyses[i].ObserveAll(_ways[i].Content ? batch : await JournalTrip.OfAsync(batch));
    }
}
