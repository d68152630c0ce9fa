using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class WatchWorkerTests : IAsyncDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));
    private readonly FaultyDisk _disk = new();
    private readonly Drafts _drafts = new();
    private readonly KeyedHasher _hasher = KeyedHasher.Ephemeral();
    private readonly List<WatchWorker> _workers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        Assert.Equal(0, _drafts.Held.Held);
        _temp.Dispose();
    }

    private WatchWorker Worker(JournalConfig? journal = null, TimeProvider? clock = null)
    {
        clock ??= _clock;
        var config = Drafts.Config(journal ?? new JournalConfig());
        var files = new JournalFiles(_temp.Path, clock, NullLogger.Instance, _disk.Open);
        var keeper = new JournalKeeper(files, config, clock, NullLogger<JournalKeeper>.Instance);
        var worker = new WatchWorker(new WatchQueue(config), files, keeper, _hasher, config, clock, NullLogger.Instance);
        _workers.Add(worker);
        return worker;
    }

    private string Text() => string.Concat(Directory.GetFiles(_temp.Path).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    private List<JsonElement> Lines() =>
        [.. Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    [Fact]
    public async Task A_draft_becomes_a_line_with_hashes_in_place_of_texts()
    {
        var worker = Worker();
        worker.Queue.Offer(_drafts.Chat("How tall is the tower of Pisa?", endUser: "lisa@example.org", answer: "About 56 m."));
        Assert.Equal(1, worker.Round());

        var read = new List<Exchange>();
        await foreach (var run in JournalReader.ReadAsync(_temp.Path, JournalPosition.Beginning, _hasher, TestContext.Current.CancellationToken))
            read.AddRange(run.Exchanges);
        var exchange = Assert.Single(read);
        Assert.Equal("a1", exchange.Account);
        Assert.Equal(_hasher.Hash("lisa@example.org"), exchange.EndUser);
        Assert.Equal(_hasher.Hash("How tall is the tower of Pisa?"), exchange.Prompt!.Prompt);
        Assert.Equal(_hasher.Hash("Be brief."), exchange.Prompt.System);
        Assert.Equal(_hasher.Hash("About 56 m."), exchange.Answer.Hash);
        foreach (var secret in (string[])["Pisa", "lisa", "brief", "56 m"])
            Assert.DoesNotContain(secret, Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_kept_only_where_the_operator_says_so()
    {
        var worker = Worker(new JournalConfig { Content = true });
        worker.Queue.Offer(_drafts.Chat("How tall?", answer: "56 m."));
        worker.Round();

        var line = Assert.Single(Lines());
        Assert.Equal("How tall?", line.GetProperty("prompt").GetString());
        Assert.Equal("56 m.", line.GetProperty("answer").GetString());
    }

    [Fact]
    public void A_call_that_was_refused_before_its_body_was_read_is_recorded_too()
    {
        var worker = Worker();
        worker.Queue.Offer(new ExchangeDraft { Id = "wr-1", Time = Drafts.Time, Outcome = Outcome.Refused, Status = 429 });
        worker.Round();

        var line = Assert.Single(Lines());
        Assert.Equal(("refused", 429, "wr-1"), (line.GetProperty("outcome").GetString(), line.GetProperty("status").GetInt32(), line.GetProperty("id").GetString()));
        Assert.False(line.TryGetProperty("features", out _));
    }

    [Fact]
    public void Without_a_journal_listeners_still_see_every_exchange()
    {
        var worker = Worker(new JournalConfig { Enabled = false });
        var seen = new List<Exchange>();
        worker.Listen(seen.Add);
        worker.Queue.Offer(_drafts.Chat("p"));
        worker.Round();

        Assert.Single(seen);
        Assert.Empty(Text());
        Assert.True(worker.Queue.IsHealthy);
    }

    [Fact]
    public void A_poisoned_draft_costs_itself_and_no_other()
    {
        var worker = Worker();
        var poisoned = _drafts.Chat("p");
        poisoned.Body!.Dispose();
        worker.Queue.Offer(_drafts.Chat("before", account: "a1"));
        worker.Queue.Offer(poisoned);
        worker.Queue.Offer(_drafts.Chat("after", account: "a2"));
        worker.Round();

        Assert.Equal(["a1", "a2"], Lines().Select(line => line.GetProperty("account").GetString()!));
        Assert.Equal((2L, 1L), (worker.Recorded, worker.Unreadable));
    }

    [Fact]
    public void A_listener_that_throws_is_counted_and_the_others_are_still_shown()
    {
        var worker = Worker();
        var seen = new List<string>();
        worker.Listen(_ => throw new InvalidOperationException());
        worker.Listen(exchange => seen.Add(exchange.Account));
        worker.Queue.Offer(_drafts.Chat("p", account: "a1"));
        worker.Queue.Offer(_drafts.Chat("p", account: "a2"));
        worker.Round();

        Assert.Equal(["a1", "a2"], seen);
        Assert.Equal(2, worker.ListenerFailures);
        Assert.Equal(2, Lines().Count);
    }

    [Fact]
    public void A_full_disk_makes_Watch_unhealthy_until_there_is_room_again_even_without_calls()
    {
        var worker = Worker();
        _disk.Room = 10;
        worker.Queue.Offer(_drafts.Chat("p"));
        worker.Round();
        Assert.False(worker.Queue.IsHealthy);

        _disk.Room = long.MaxValue;
        _clock.Advance(TimeSpan.FromSeconds(1));
        worker.Round();
        Assert.True(worker.Queue.IsHealthy);
        Assert.Single(Lines());
    }

    [Fact]
    public async Task What_was_offered_before_the_stop_is_in_the_journal_after_it()
    {
        var worker = Worker(clock: TimeProvider.System);
        worker.Start();
        for (var i = 0; i < 500; i++)
            worker.Queue.Offer(_drafts.Chat("p", account: "a" + i));
        await worker.StopAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => "a" + i), Lines().Select(line => line.GetProperty("account").GetString()!));
    }

    [Fact]
    public async Task A_stop_in_a_hurry_drops_and_counts_what_is_left()
    {
        var worker = Worker(clock: TimeProvider.System);
        for (var i = 0; i < 500; i++)
            worker.Queue.Offer(_drafts.Chat("p"));
        using var entered = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        worker.Listen(_ =>
        {
            entered.Set();
            go.Wait(CancellationToken.None);
        });
        worker.Start();
        entered.Wait(TestContext.Current.CancellationToken);
        var stopping = worker.StopAsync(new CancellationToken(canceled: true));
        go.Set();
        await stopping;

        Assert.Equal(500, worker.Recorded + worker.Queue.DroppedFor(DropReason.Stopped));
        Assert.Equal(worker.Recorded, Lines().Count);
        Assert.NotEqual(0, worker.Queue.Dropped);
    }

    [Fact]
    public async Task A_stop_is_bounded_even_where_a_write_hangs()
    {
        var worker = Worker();
        using var entered = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var left = new TaskCompletionSource();
        worker.Listen(_ =>
        {
            entered.Set();
            go.Wait(CancellationToken.None);
            left.SetResult();
        });
        worker.Queue.Offer(_drafts.Chat("p"));
        worker.Start();
        entered.Wait(TestContext.Current.CancellationToken);
        var stopping = worker.StopAsync(CancellationToken.None);
        while (!stopping.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stopping;
        go.Set();
        await left.Task;
    }

    [Fact]
    public async Task A_record_reaches_the_file_without_a_stop()
    {
        var worker = Worker(clock: TimeProvider.System);
        var seen = new TaskCompletionSource();
        worker.Listen(_ => seen.TrySetResult());
        worker.Start();
        worker.Queue.Offer(_drafts.Chat("p"));
        await seen.Task;
        while (worker.Journal.Written == 0)
            await Task.Yield();

        Assert.Single(Lines());
    }
}
