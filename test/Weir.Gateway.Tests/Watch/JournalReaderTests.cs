using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Watch;

public sealed class JournalReaderTests : IAsyncDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));
    private readonly KeyedHasher _hasher = KeyedHasher.Ephemeral();
    private readonly Drafts _drafts = new();
    private readonly JournalKeeper _keeper;
    private readonly WatchWorker _worker;

    public JournalReaderTests()
    {
        var config = Drafts.Config(new JournalConfig());
        var files = new JournalFiles(_temp.Path, _clock, NullLogger<JournalFiles>.Instance);
        _keeper = new JournalKeeper(files, config, _clock, NullLogger<JournalKeeper>.Instance);
        _worker = new WatchWorker(new WatchQueue(config), files, _keeper, _hasher, config, _clock, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _temp.Dispose();
    }

    private void Record(params string[] accounts)
    {
        foreach (var account in accounts)
            _worker.Queue.Offer(_drafts.Chat("p", account));
        _worker.Round();
    }

    private async Task<(List<string> Accounts, JournalPosition Next)> ReadAsync(JournalPosition from)
    {
        var accounts = new List<string>();
        var next = from;
        await foreach (var run in JournalReader.ReadAsync(_temp.Path, from, _hasher, TestContext.Current.CancellationToken))
        {
            accounts.AddRange(run.Exchanges.Select(exchange => exchange.Account));
            next = run.Next;
            Assert.Empty(run.Faults);
        }

        return (accounts, next);
    }

    [Fact]
    public async Task Everything_is_read_in_the_order_in_which_it_was_written_compressed_or_not()
    {
        Record("a", "b");
        _clock.Advance(TimeSpan.FromHours(1));
        Record("c");
        _keeper.Tick();
        Assert.True(File.Exists(_temp.File("2026-11-20T09Z.jsonl.gz")));

        var (accounts, _) = await ReadAsync(JournalPosition.Beginning);
        Assert.Equal(["a", "b", "c"], accounts);
    }

    [Fact]
    public async Task After_a_snapshot_s_place_comes_exactly_what_the_snapshot_had_not_seen()
    {
        var seen = new List<string>();
        var places = new List<(JournalPosition Place, int Seen)>();
        _worker.Listen(exchange => seen.Add(exchange.Account));
        _worker.ListenToPlaces(place => places.Add((place, seen.Count)));
        Record("a", "b");
        Record("c");
        _clock.Advance(TimeSpan.FromHours(1));
        Record("d");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _keeper.Tick();
        Record("e", "f");

        Assert.Equal(4, places.Count);
        foreach (var (place, count) in places)
            Assert.Equal(seen.Skip(count), (await ReadAsync(place)).Accounts);
    }

    [Fact]
    public async Task What_is_read_on_from_the_place_after_is_only_what_was_written_since()
    {
        Record("a");
        var (_, next) = await ReadAsync(JournalPosition.Beginning);
        Assert.Empty((await ReadAsync(next)).Accounts);

        Record("b");
        Assert.Equal(["b"], (await ReadAsync(next)).Accounts);
    }

    [Fact]
    public async Task Reading_from_a_time_finds_all_that_was_written_since()
    {
        Record("a");
        _clock.Advance(TimeSpan.FromHours(2));
        Record("b");

        Assert.Equal(["b"], (await ReadAsync(JournalPosition.At(_clock.GetUtcNow()))).Accounts);
        Assert.Equal(["a", "b"], (await ReadAsync(JournalPosition.At(_clock.GetUtcNow().AddHours(-2)))).Accounts);
    }

    [Fact]
    public async Task A_line_that_is_being_written_is_left_for_the_next_reading()
    {
        Record("a");
        var path = _temp.File("2026-11-20T09Z.jsonl");
        var line = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(path, line[..20], TestContext.Current.CancellationToken);
        var (accounts, next) = await ReadAsync(JournalPosition.Beginning);

        Assert.Equal(["a"], accounts);
        Assert.Equal(new JournalPosition("2026-11-20T09Z", line.Length), next);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_yet_holds_nothing()
    {
        await foreach (var _ in JournalReader.ReadAsync(_temp.File("none"), JournalPosition.Beginning, _hasher, TestContext.Current.CancellationToken))
            Assert.Fail("There is nothing to read.");
    }
}
