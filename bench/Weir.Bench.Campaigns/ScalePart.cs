using Weir.Bench.Detection;
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

    /// <param name="DaySeconds">What the end of a day costs, when everything is taken anew: the longest time for which nothing else is taken in.</param>
    public sealed record Row(int Accounts, long Exchanges, double Seconds, long Bytes, double DaySeconds);

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
            with.Facts(KnownFacts.Of(account));
        var spent = TimeSpan.Zero;
        var exchanges = 0L;
        while (flow.Read() is { } made)
        {
            batch.Add(maker.Make(made));
            if (batch.Count == BatchSize)
                Take();
        }

        Take();
        Measured(with.Finish);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var day = spent;
        Measured(with.MeasureAnew);
        return new Row(everybody.Count, exchanges, day.TotalSeconds, held, (spent - day).TotalSeconds);

        void Take()
        {
            Measured(() => with.ObserveAll(batch));
            exchanges += batch.Count;
            batch.Clear();
        }

        // Processor time, not the clock's: the machine may have other work.
        void Measured(Action work)
        {
            var began = Environment.CpuUsage.TotalTime;
            work();
            spent += Environment.CpuUsage.TotalTime - began;
        }
    }
}
