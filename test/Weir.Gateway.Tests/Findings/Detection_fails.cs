using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class Detection_fails : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task While_it_is_down_the_journal_goes_on_and_afterwards_nothing_is_missing()
    {
        var clock = new ManualTimeProvider(Watch.Drafts.Time);
        await using var live = new LiveGateway(_temp.File("data"), clock);
        // A folder where its file should be: it can neither be read nor moved away.
        Directory.CreateDirectory(Path.Combine(live.SnapshotPath, "in the way"));
        live.Started();
        while (!live.Detection.IsFailing)
            await Task.Yield();
        Assert.Equal(1, live.Detection.Counts.Failures);
        foreach (var draft in new Calls().Make(0, 200))
            live.Watch.Queue.Offer(draft);
        while (live.Watch.Journal.Written < 200 || live.Detection.Waiting > 0)
            await Task.Yield();
        Assert.Equal(0, live.Detection.Counts.Analysed);
        Assert.NotNull(await live.FindingsAsync());

        Directory.Delete(live.SnapshotPath, recursive: true);
        while (live.Detection.Counts.Analysed < 200)
            clock.Advance(TimeSpan.FromSeconds(5));
        await live.StopAsync();
        Assert.False(live.Detection.IsFailing);
        Assert.Equal(await live.AnalyzedAsync(), await live.FindingsAsync());
    }

    [Fact]
    public async Task One_exchange_that_it_cannot_bear_costs_none_of_the_others()
    {
        await using var live = new LiveGateway(_temp.File("data"), journal: false).Started();
        var calls = new Calls().Make(0, 60).ToList();
        // No caller can have no name; if one did, no more than its own call is lost.
        calls[30].Caller = new Weir.Gateway.Admission.Caller { Account = null!, Ip = System.Net.IPAddress.Loopback };
        foreach (var draft in calls)
            live.Watch.Queue.Offer(draft);
        await live.StopAsync();
        Assert.Equal((1, 60), (live.Detection.Counts.Failures, live.Detection.Counts.Analysed));
        Assert.Contains("\"taker\"", await live.FindingsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_is_counted_and_costs_nothing_else()
    {
        await using (var live = new LiveGateway(_temp.File("data")).Started())
        {
            // Once begun; then a folder takes the place of the file that becomes the next.
            await live.FindingsAsync();
            Directory.CreateDirectory(Path.Combine(live.SnapshotPath + ".tmp", "in the way"));
            foreach (var draft in new Calls().Make(0, 50))
                live.Watch.Queue.Offer(draft);
            await live.StopAsync();
            Assert.Equal(1, live.Detection.Counts.Failures);
            Assert.False(File.Exists(live.SnapshotPath));
            Directory.Delete(live.SnapshotPath + ".tmp", recursive: true);
        }

        await using var second = new LiveGateway(_temp.File("data")).Started();
        await second.StopAsync();
        Assert.Equal(50, second.Detection.Counts.ReadBack);
        Assert.Equal(await second.AnalyzedAsync(), await second.FindingsAsync());
    }
}
