using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.TestKit;
using Xunit;

namespace Weir.Ledger.Tests;

public sealed class WriterTests
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/writer");
    private readonly ManualTimeProvider _time = new();
    private readonly FaultyDisk _disk = new(1);

    private LedgerWriter Writer(int mostWaiting = 100, long mostBytes = 1 << 20) =>
        new(cancellation => LedgerLog.OpenAsync(_disk, _disk, Key, cancellation), _time, mostWaiting, mostBytes);

    private NewEntry Entry() => NewEntry.Of(EntryType.Decision, _time.GetUtcNow(), "weir", "acme", "{}"u8.ToArray());

    [Fact]
    public async Task An_entry_is_durable_when_its_writer_is_told_so()
    {
        await using var writer = Writer();
        writer.Start();
        var first = await writer.AppendAsync(Entry(), default);
        var second = await writer.AppendAsync(Entry(), default);
        Assert.Equal((new Appended(0, null), new Appended(1, null)), (first, second));
        Assert.Equal(2, writer.Checkpoint!.Size);
        _disk.Restart();
        Assert.Equal(2, (await LedgerLog.OpenAsync(_disk, _disk, Key, default)).Log!.Size);
    }

    [Fact]
    public async Task Entries_that_came_before_the_ledger_was_open_make_one_group()
    {
        await using var writer = Writer();
        var waiting = Enumerable.Range(0, 50).Select(_ => writer.AppendAsync(Entry(), default)).ToArray();
        Assert.True(writer.Offer(Entry()));
        writer.Start();
        var places = await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (long)i), places.Select(static place => place.Index));
        // One checkpoint of the empty ledger, one over the group.
        Assert.Equal(2, _disk.Published.Count);
    }

    [Fact]
    public async Task While_the_disk_refuses_entries_wait_and_an_alarm_sounds()
    {
        await using var writer = Writer();
        var failing = new TaskCompletionSource<string?>();
        writer.Changed += (health, reason) =>
        {
            if (health == LedgerHealth.Failing)
                failing.TrySetResult(reason);
        };
        writer.Start();
        await writer.AppendAsync(Entry(), default);
        (_disk.FailAt, _disk.Mishap) = (_disk.Steps, Mishap.TakeHalf);
        var waiting = writer.AppendAsync(Entry(), default);
        Assert.Equal("the disk is full", await failing.Task);
        Assert.False(waiting.IsCompleted);
        Assert.Equal((LedgerHealth.Failing, 1), (writer.Health, writer.Failures));
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(1, (await waiting).Index);
        Assert.Equal(LedgerHealth.Writing, writer.Health);
        Assert.Null(writer.Reason);
    }

    [Fact]
    public async Task A_disk_that_goes_on_refusing_is_tried_ever_more_seldom()
    {
        await using var writer = Writer();
        writer.Start();
        await writer.AppendAsync(Entry(), default);
        _disk.Mishap = Mishap.Refuse;
        _disk.FailFrom = _disk.Steps;
        var waiting = writer.AppendAsync(Entry(), default);
        foreach (var (failure, pause) in new[] { (1, 0.1), (2, 0.2), (3, 0.4), (4, 0.8), (5, 1.6), (6, 3.2), (7, 5.0), (8, 5.0) })
        {
            while (writer.Failures < failure || !_time.HasTimers)
                await Task.Yield();
            _time.Advance(TimeSpan.FromSeconds(pause - 0.05));
            for (var i = 0; i < 20; i++)
                await Task.Yield();
            Assert.Equal(failure, writer.Failures);
            _time.Advance(TimeSpan.FromSeconds(0.05));
        }

        _disk.FailFrom = null;
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(1, (await waiting).Index);
    }

    [Fact]
    public async Task A_damaged_ledger_does_not_grow_and_says_what_is_damaged()
    {
        await using (var writer = Writer())
        {
            writer.Start();
            await writer.AppendAsync(Entry(), default);
            await writer.StopAsync(default);
        }

        _disk.Delete("tile/entries/000.p/1");
        _disk.Sync();
        await using var again = Writer();
        var refusing = new TaskCompletionSource();
        again.Changed += (health, _) =>
        {
            if (health == LedgerHealth.Refusing)
                refusing.TrySetResult();
        };
        again.Start();
        await refusing.Task;
        Assert.Contains("tile/entries/000.p/1 is missing", again.Reason, StringComparison.Ordinal);
        var refused = await again.AppendAsync(Entry(), default);
        Assert.False(refused.IsDurable);
        Assert.Contains("is missing", refused.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_entries_wait()
    {
        await using var writer = Writer(mostWaiting: 2);
        Assert.True(writer.Offer(Entry()));
        Assert.True(writer.Offer(Entry()));
        Assert.False(writer.Offer(Entry()));
        Assert.False((await writer.AppendAsync(Entry(), default)).IsDurable);
        Assert.Equal((2, 2), (writer.Waits, writer.Refused));

        await using var small = Writer(mostBytes: 10);
        Assert.False(small.Offer(Entry()));
    }

    [Fact]
    public async Task A_stop_writes_what_waits_and_refuses_what_comes_later()
    {
        await using var writer = Writer();
        writer.Start();
        for (var i = 0; i < 20; i++)
            Assert.True(writer.Offer(Entry()));
        await writer.StopAsync(default);
        Assert.Equal(20, writer.Checkpoint!.Size);
        Assert.False(writer.Offer(Entry()));
        Assert.Equal(LedgerHealth.Ended, writer.Health);
    }

    [Fact]
    public async Task A_stop_that_is_in_a_hurry_does_not_wait_for_a_disk_that_refuses()
    {
        await using var writer = Writer();
        var failing = new TaskCompletionSource();
        writer.Changed += (health, _) =>
        {
            if (health == LedgerHealth.Failing)
                failing.TrySetResult();
        };
        (_disk.FailAt, _disk.Mishap) = (0, Mishap.Refuse);
        var waiting = writer.AppendAsync(Entry(), default);
        writer.Start();
        await failing.Task;
        using var hurry = new CancellationTokenSource();
        await hurry.CancelAsync();
        await writer.StopAsync(hurry.Token);
        Assert.False((await waiting).IsDurable);
        Assert.Equal(1, writer.Refused);
    }

    [Fact]
    public async Task A_key_without_its_ledger_and_a_ledger_without_its_key_are_refused()
    {
        using var folder = new TempFolder();
        var ledger = folder.File("ledger");
        var file = new LedgerKeyFile(folder.File(LedgerKeyFile.Name));
        var (key, _) = file.Open(ledger, null);
        Assert.NotNull(key);
        Assert.Equal(key.Verifier.Text, file.Open(ledger, null).Key!.Verifier.Text);
        (await LedgerLog.OpenAsync(ledger, key, default)).Log!.Append([Entry()]);

        File.Move(file.Path, file.Path + ".away");
        Assert.Contains("is missing", file.Open(ledger, null).Fault, StringComparison.Ordinal);
        File.Move(file.Path + ".away", file.Path);
        Directory.Move(ledger, ledger + ".away");
        Assert.Contains("restore the ledger", file.Open(ledger, null).Fault, StringComparison.Ordinal);
        Directory.Move(ledger + ".away", ledger);
        Assert.NotNull(file.Open(ledger, null).Key);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
    }
}
