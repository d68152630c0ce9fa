using Weir.Gateway.Watch;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class The_same_as_analyze : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Calls _calls = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_was_found_live_is_what_analyze_finds_in_the_journal()
    {
        await using var live = new LiveGateway(_temp.File("data")).Started();
        Offer(live, 0, 3000);
        await live.StopAsync();

        var found = await live.FindingsAsync();
        Assert.Contains("\"taker\"", found, StringComparison.Ordinal);
        Assert.Equal(await live.AnalyzedAsync(), found);
        Assert.Equal(3000, live.Detection.Counts.Analysed);
    }

    [Fact]
    public async Task A_restart_goes_on_from_the_snapshot_and_finds_the_same()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            Offer(first, 0, 1500);
            await first.StopAsync();
            Assert.True(File.Exists(first.SnapshotPath));
        }

        await using var second = new LiveGateway(_temp.File("data")).Started();
        Offer(second, 1500, 1500);
        await second.StopAsync();
        // None of the first 1500 a second time.
        Assert.Equal(1500, second.Detection.Counts.Analysed);
        Assert.Equal(await second.AnalyzedAsync(), await second.FindingsAsync());
    }

    [Fact]
    public async Task Without_its_snapshot_everything_is_made_again_from_the_journal()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            Offer(first, 0, 800);
            await first.StopAsync();
            File.Delete(first.SnapshotPath);
        }

        await using var second = new LiveGateway(_temp.File("data")).Started();
        await second.StopAsync();
        Assert.Equal(800, second.Detection.Counts.ReadBack);
        Assert.Equal(await second.AnalyzedAsync(), await second.FindingsAsync());
    }

    [Fact]
    public async Task A_damaged_snapshot_is_set_aside_with_a_reason()
    {
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            Offer(first, 0, 500);
            await first.StopAsync();
            var bytes = await File.ReadAllBytesAsync(first.SnapshotPath, TestContext.Current.CancellationToken);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(first.SnapshotPath, bytes, TestContext.Current.CancellationToken);
        }

        await using var second = new LiveGateway(_temp.File("data")).Started();
        await second.StopAsync();
        Assert.Equal("it is damaged", second.Detection.SetAside);
        Assert.True(File.Exists(second.SnapshotPath + ".aside"));
        Assert.Equal(500, second.Detection.Counts.ReadBack);
        Assert.Equal(await second.AnalyzedAsync(), await second.FindingsAsync());
    }

    [Fact]
    public async Task A_snapshot_of_more_than_the_journal_holds_is_set_aside()
    {
        string journal;
        await using (var first = new LiveGateway(_temp.File("data")).Started())
        {
            Offer(first, 0, 500);
            await first.StopAsync();
            journal = JournalFolder.Readable(first.Watch.Journal.Folder, default)[^1].Path;
        }

        // As after a power cut: whole lines, fewer of them.
        var lines = await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(journal, string.Concat(lines[..400].Select(static line => line + "\n")), TestContext.Current.CancellationToken);
        await using var second = new LiveGateway(_temp.File("data")).Started();
        await second.StopAsync();
        Assert.Equal("the journal is shorter than it was then", second.Detection.SetAside);
        Assert.Equal(await second.AnalyzedAsync(), await second.FindingsAsync());
    }

    [Fact]
    public async Task What_came_too_fast_to_be_handed_over_is_read_from_the_journal()
    {
        await using var live = new LiveGateway(_temp.File("data"), mostWaiting: 16);
        // All in one round before detection runs: no more than 16 of them are handed over.
        Offer(live, 0, 700);
        while (live.Watch.Round() != 0)
        {
            // Until all are written.
        }

        Assert.Equal(700 - 16, live.Detection.Skipped);
        live.Started();
        Offer(live, 700, 300);
        await live.StopAsync();

        Assert.Equal(1000, live.Detection.Counts.Analysed);
        Assert.Equal(await live.AnalyzedAsync(), await live.FindingsAsync());
    }

    [Fact]
    public async Task Without_a_journal_it_takes_what_it_is_handed()
    {
        await using var live = new LiveGateway(_temp.File("data"), journal: false).Started();
        Offer(live, 0, 300);
        await live.StopAsync();
        Assert.Equal(300, live.Detection.Counts.Analysed);
        Assert.Contains("\"taker\"", await live.FindingsAsync(), StringComparison.Ordinal);
    }

    private void Offer(LiveGateway live, int from, int count)
    {
        foreach (var draft in _calls.Make(from, count))
            live.Watch.Queue.Offer(draft);
    }
}
