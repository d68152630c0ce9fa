using System.Diagnostics;
using Weir.Detection.Accounts;
using Weir.Drill.Scenarios.Campaigns;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Benign;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;

namespace Weir.Bench.Campaigns;

/// <summary>
/// Time and memory of detection, campaigns included, as accounts grow: one day of people with a few exchanges each, offices,
/// and a campaign that is low and slow. What making the traffic costs is not counted.
/// </summary>
public static class ScalePart
{
    private const int BatchSize = 8_192;

    public sealed record Row(int Accounts, long Exchanges, double Seconds, double SecondsWithout, long Bytes, int Campaigns);

    public static Row Measure(int accounts, int threads)
    {
        var plan = new TrafficPlan
        {
            Seed = 204,
            Days = 1,
            Scale = accounts / 200_000.0,
            Volume = 0.05,
            Cast = [(TrafficClasses.People, (int)(accounts * 0.94)), (new OfficeNat(), accounts / 500), (new LowAndSlow(firstDay: 0.05), 1)],
        };
        var everybody = plan.Accounts();
        var flow = new TrafficFlow(plan, everybody);
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var batch = new List<Exchange>(BatchSize);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var with = new AccountAnalysis(new AnalysisOptions { Threads = threads });
        foreach (var account in everybody)
            with.Facts(Trial.FactsOf(account));
        var watch = new Stopwatch();
        var exchanges = 0L;
        while (flow.Read() is { } made)
        {
            batch.Add(maker.Make(made));
            if (batch.Count == BatchSize)
                Take();
        }

        Take();
        watch.Start();
        with.Finish();
        watch.Stop();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new Row(everybody.Count, exchanges, watch.Elapsed.TotalSeconds, 0, held, with.Campaigns(all: true).Count);

        void Take()
        {
            watch.Start();
            with.ObserveAll(batch);
            watch.Stop();
            exchanges += batch.Count;
            batch.Clear();
        }
    }
}
