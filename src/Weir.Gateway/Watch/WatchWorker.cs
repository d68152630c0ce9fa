using System.Buffers;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Gateway.Watch;

/// <summary>
/// Takes drafts, makes exchanges of them, writes them to the journal and shows them to whoever listens, on one thread
/// off the path. The first draft wakes it; it then lets <see cref="Gather"/> pass so that one round and one write serve
/// many. So a record is in the journal well within 100 ms of the end of its call.
/// </summary>
public sealed class WatchWorker : IAsyncDisposable
{
    /// <summary>How long drafts gather before a round. Shorter wakes more often, longer makes rounds that are felt on one core.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    /// <summary>A round that takes longer than this writes in between.</summary>
    private static readonly TimeSpan LongestUnwritten = TimeSpan.FromMilliseconds(50);
    /// <summary>Without calls, a look now and then at a disk that refused.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    /// <summary>A stop takes no longer than these two.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HurryTime = TimeSpan.FromSeconds(3);
    /// <summary>A buffer that one large text has grown is not kept.</summary>
    private const int LargestKeptLine = 1 << 20;
    private const int Cut = -1;

    private readonly WatchQueue _queue;
    private readonly JournalFiles _journal;
    private readonly JournalKeeper _keeper;
    private readonly KeyedHasher _hasher;
    private readonly ConfigSource _config;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _tidied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _started;
    private bool _abandoned;
    private volatile Action<Exchange>[] _listeners = [];
    private volatile Action<JournalPosition>[] _places = [];
    private ArrayBufferWriter<byte> _line = new(4096);
    private volatile bool _hurry;
    private long _recorded;
    private long _unreadable;
    private long _listenerFailures;

    internal WatchWorker(
        WatchQueue queue, JournalFiles journal, JournalKeeper keeper, KeyedHasher hasher,
        ConfigSource config, TimeProvider clock, ILogger log)
    {
        (_queue, _journal, _keeper, _hasher) = (queue, journal, keeper, hasher);
        (_config, _clock, _log) = (config, clock, log);
    }

    /// <summary>All of Watch over one data folder. It takes drafts at once and works on them from <see cref="Start"/> on.</summary>
    public static WatchWorker Over(DataFolder data, ConfigSource config, TimeProvider clock, ILoggerFactory loggers)
    {
        var journal = new JournalFiles(data.JournalPath, clock, loggers.CreateLogger<JournalFiles>());
        var keeper = new JournalKeeper(journal, config, clock, loggers.CreateLogger<JournalKeeper>());
        return new WatchWorker(new WatchQueue(config), journal, keeper, data.Hasher, config, clock, loggers.CreateLogger<WatchWorker>());
    }

    public WatchQueue Queue => _queue;
    public JournalFiles Journal => _journal;
    internal JournalKeeper Keeper => _keeper;

    /// <summary>Compresses and digests every hour of the journal that is over, and returns then: for whoever ends hours faster than it looks for them.</summary>
    public void FinishHours() => _keeper.Tidy();

    /// <summary>Exchanges made of drafts.</summary>
    public long Recorded => Interlocked.Read(ref _recorded);
    /// <summary>Drafts that no exchange could be made of: a fault of ours, logged once each kind.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);
    public long ListenerFailures => Interlocked.Read(ref _listenerFailures);

    /// <summary>
    /// Shows every exchange from now on to <paramref name="listener"/>, on Watch's own thread and in the journal's order.
    /// What it throws is counted and goes no further; the time it takes is taken from the journal.
    /// </summary>
    public void Listen(Action<Exchange> listener) => _listeners = [.. _listeners, listener];

    /// <summary>
    /// Tells <paramref name="place"/> after each write, on Watch's own thread, where the journal stands: every exchange that
    /// listeners were shown until then lies before it. The moment to take a snapshot of what was made of them.
    /// </summary>
    public void ListenToPlaces(Action<JournalPosition> place) => _places = [.. _places, place];

    /// <summary>
    /// One round: everything that waits, or as much as may stay unwritten. Returns how many were taken, or
    /// <see cref="Cut"/> where more may wait.
    /// </summary>
    internal int Round()
    {
        var began = _clock.GetTimestamp();
        var keeps = _config.Current.Journal;
        var taken = 0;
        while (taken >= 0 && !_hurry && _queue.TryTake(out var draft))
        {
            Record(draft, keeps);
            taken++;
            if (taken % 64 == 0 && _clock.GetElapsedTime(began) >= LongestUnwritten)
                taken = Cut;
        }

        _journal.Flush();
        _queue.Recording(!keeps.Enabled || _journal.Healthy);
        if (taken != 0 && _places.Length > 0 && _journal is { Healthy: true, Position: { } position })
        {
            foreach (var place in _places)
                Show(position, place);
        }

        return taken;
    }

    private void Record(ExchangeDraft draft, JournalConfig keeps)
    {
        Exchange exchange;
        try
        {
            exchange = DraftReading.Read(draft, _hasher, keeps.Content || draft.KeepContent);
            if (keeps.Enabled)
            {
                ExchangeJson.Write(exchange, _line);
                _journal.Append(_line.WrittenSpan);
            }

            Interlocked.Increment(ref _recorded);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // One draft that we cannot read must not cost the others.
            if (Interlocked.Increment(ref _unreadable) == 1)
                _log.Unreadable(bug, draft.Endpoint.Dialect.ToString());
            return;
        }
        finally
        {
            draft.Body?.Dispose();
            if (_line.Capacity > LargestKeptLine)
                _line = new ArrayBufferWriter<byte>(4096);
            else
                _line.ResetWrittenCount();
        }

        foreach (var listener in _listeners)
            Show(exchange, listener);
    }

    private void Show<T>(T what, Action<T> listener)
    {
        try
        {
            listener(what);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            if (Interlocked.Increment(ref _listenerFailures) == 1)
                _log.ListenerFailed(bug);
        }
    }

    private void Loop()
    {
        while (!_queue.IsStopped)
        {
            _queue.WaitForDrafts(Idle);
            _stop.WaitOne(Gather);
            while (Round() == Cut && !_queue.IsStopped)
            {
                // Behind: there is no need to let more gather.
            }
        }

        // Who counted itself in before the stop is let in; once the count is zero nothing can come any more.
        while (_queue.Length > 0)
        {
            if (_hurry)
                _queue.DropOne();
            else if (Round() == 0)
                Thread.Yield();
        }

        _journal.Flush();
        _drained.SetResult();
    }

    private void Keep(Action due, TaskCompletionSource kept)
    {
        do
            due();
        while (!_stop.WaitOne(JournalKeeper.SyncEvery));
        kept.SetResult();
    }

    public void Start()
    {
        _started = true;
        BackgroundThread.Start("weir watch", Rank.Equal, Loop);
        BackgroundThread.Start("weir journal", Rank.Equal, () => Keep(_keeper.SyncIfDue, _synced));
        BackgroundThread.Start("weir segments", Rank.Last, () => Keep(_keeper.TidyIfDue, _tidied));
    }

    /// <summary>
    /// Records what was offered until now and closes the journal. When the token or the time is up, what is left is dropped
    /// and counted; a disk that hangs in the middle of a write is waited for a little longer and then left alone.
    /// </summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        _queue.Stop();
        _keeper.Stop();
        _stop.Set();
        if (_started)
        {
            var ended = Task.WhenAll(_drained.Task, _synced.Task, _tidied.Task);
            _hurry = !await EndsAsync(ended, DrainTime, cancel);
            _abandoned = _hurry && !await EndsAsync(ended, HurryTime, CancellationToken.None);
        }

        if (_abandoned)
            _log.Abandoned(_queue.Length);
        else
            _journal.Dispose();
    }

    private async Task<bool> EndsAsync(Task ended, TimeSpan most, CancellationToken cancel)
    {
        try
        {
            await ended.WaitAsync(most, _clock, cancel);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_abandoned)
            await StopAsync(CancellationToken.None);
        // A thread that hangs on the disk still holds these.
        if (_abandoned)
            return;
        _stop.Dispose();
        _queue.Dispose();
    }
}
