using System.Globalization;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class Killed_detection : IDisposable
{
    private const int UntilSnapshot = 400;
    private const int UntilKill = 900;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Killed_between_its_snapshot_and_the_end_it_finds_after_a_restart_what_is_in_the_journal()
    {
        using (var other = OtherProcess.Run(nameof(Detects_until_it_is_killed), _temp.File("data")))
        {
            while (await other.SaysAsync() is { } said && int.Parse(said, CultureInfo.InvariantCulture) < UntilKill)
            {
                // Until so much was taken in.
            }

            await other.KillAsync();
        }

        await using var live = new LiveGateway(_temp.File("data")).Started();
        await live.StopAsync();
        Assert.Null(live.Detection.SetAside);
        // From the snapshot on, and not from the beginning.
        var read = live.Detection.Counts.ReadBack;
        var all = (long)(await live.Detection.AskAsync(static state => (object)state.Analysis.Summary.Exchanges, TestContext.Current.CancellationToken))!;
        Assert.InRange(all, UntilKill, int.MaxValue);
        Assert.InRange(all - read, UntilSnapshot, all - 1);
        Assert.Equal(await live.AnalyzedAsync(), await live.FindingsAsync());
    }

    [Fact(Explicit = true)]
    public async Task Detects_until_it_is_killed()
    {
        var clock = new ManualTimeProvider(Watch.Drafts.Time);
        // Calls are offered in another order than they came in: nothing may be taken for settled while more of them follow.
        await using var live = new LiveGateway(OtherProcess.Argument, clock, noneBefore: static _ => DateTimeOffset.MinValue).Started();
        var gone = OtherProcess.ParentIsGone();
        var calls = new Calls();
        for (var from = 0; !gone.IsCompleted; from += 100)
        {
            foreach (var draft in calls.Make(from, 100))
                live.Watch.Queue.Offer(draft);
            while (live.Detection.Counts.Analysed < from + 100 && !gone.IsCompleted)
                await Task.Yield();
            if (from + 100 == UntilSnapshot)
            {
                // The clock brings the snapshot, once, with nothing taken in while it moves.
                while (!File.Exists(live.SnapshotPath))
                {
                    clock.Advance(TimeSpan.FromMinutes(1));
                    // At once it would be a month before a slow machine has written the snapshot, and the journal's lines would expire.
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                }
            }

            OtherProcess.Say((from + 100).ToString(CultureInfo.InvariantCulture));
        }
    }
}
