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
    private const int BatchSize = 4_096;

    private readonly IReadOnlyList<Way> _ways;
    private readonly AccountAnalysis[] _analyses;
    private Action<DateTimeOffset, Way, AccountAnalysis>? _look;
    private DateTimeOffset _next;

    private Trial(IReadOnlyList<Way> ways, int threads)
    {
        _ways = ways;
        _analyses = [.. ways.Select(_ => new AccountAnalysis(new AnalysisOptions { Threads = threads }))];
    }

    public sealed record Run(Truth Truth, Baseline Baseline, IReadOnlyList<(Way Way, AccountAnalysis Analysis)> Seen, double Seconds);

    /// <param name="keep">Where made traffic is kept.</param>
    /// <param name="look">Is shown every analysis as it stands, twice a day of the log's time.</param>
    public static async Task<Run> RunAsync(TrafficPlan plan, IReadOnlyList<Way> ways, int threads, string? keep = null, Action<DateTimeOffset, Truth, Way, AccountAnalysis>? look = null)
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
        trial._look = look is null ? null : (time, way, analysis) => look(time, truth, way, analysis);
        var kept = keep is null ? null : new Kept(Directory.CreateDirectory(keep).FullName, plan);
        if (kept is { IsThere: true })
        {
            await foreach (var batch in kept.ReadAsync(accounts, truth, baseline))
                await trial.ObserveAsync(batch);
        }
        else
        {
            using var writer = kept?.Write();
            await trial.FeedAsync(new TrafficFlow(plan, accounts), truth, baseline, writer);
            writer?.End(baseline);
        }

        foreach (var analysis in trial._analyses)
            analysis.Finish();
        return new Run(truth, baseline, [.. ways.Zip(trial._analyses)], clock.Elapsed.TotalSeconds);
    }

    private async Task FeedAsync(TrafficFlow flow, Truth truth, Baseline baseline, Kept.Writer? writer)
    {
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var batch = new List<Exchange>(BatchSize);
        while (flow.Read() is { } made)
        {
            truth.Count(made.By, made.Time, made.Harvest);
            writer?.Mark(made.Harvest);
            baseline.Observe(made);
            batch.Add(maker.Make(made));
            if (batch.Count < BatchSize)
                continue;
            await ObserveAsync(batch);
            writer?.Add(batch);
            batch.Clear();
        }

        await ObserveAsync(batch);
        writer?.Add(batch);
    }

    private async Task ObserveAsync(IReadOnlyList<Exchange> batch)
    {
        for (var i = 0; i < _ways.Count; i++)
            _analyses[i].ObserveAll(_ways[i].Content ? batch : await JournalTrip.OfAsync(batch));
        if (_look is null || batch.Count == 0 || batch[^1].Time < _next)
            return;
        _next = batch[^1].Time.AddHours(12);
        for (var i = 0; i < _ways.Count; i++)
            _look(batch[^1].Time, _ways[i], _analyses[i]);
    }
}
