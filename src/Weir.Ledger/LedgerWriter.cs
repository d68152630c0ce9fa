using System.Threading.Channels;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;

namespace Weir.Ledger;

/// <summary>What came of an entry: its place, once it is durable, or why there is none.</summary>
/// <param name="Index">-1 where it was not taken.</param>
public readonly record struct Appended(long Index, string? Refusal)
{
    public bool IsDurable => Refusal is null;
}

public enum LedgerHealth
{
    /// <summary>The ledger is being read and checked; entries wait.</summary>
    Opening,
    Writing,
    /// <summary>The disk refuses; entries wait, and it is tried again.</summary>
    Failing,
    /// <summary>Damage was found, or the ledger cannot be opened. It does not grow before somebody has looked at it.</summary>
    Refusing,
    Ended,
}

/// <summary>
/// Writes a ledger beside everything else: whoever has an entry hands it over and goes on, or waits until it is durable. What comes
/// while a group is being written makes the next group, so many writers share one wait for the disk. A bounded number of entries
/// waits; beyond it they are refused, which is told to whoever offered them and counted.
/// </summary>
public sealed class LedgerWriter : IAsyncDisposable
{
    private const int MostInGroup = 4096;
    private const int MostGroupBytes = 8 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> _entries;
    private readonly Func<CancellationToken, Task<(LedgerLog? Log, LedgerReport Report)>> _open;
    private readonly TimeProvider _time;
    private readonly long _mostBytes;
    private readonly CancellationTokenSource _hurry = new();
    private Task? _loop;
    private long _waitingBytes;
    private long _refused;
    private long _failures;
    private volatile Checkpoint? _checkpoint;
    private volatile string? _reason;
    private volatile int _health = (int)LedgerHealth.Opening;

    /// <param name="mostWaiting">Entries that may wait.</param>
    /// <param name="mostBytes">Bytes of them and their payloads that may wait.</param>
    public LedgerWriter(string folder, SigningKey key, TimeProvider time, int mostWaiting = 65_536, long mostBytes = 64 << 20)
        : this(cancellation => LedgerLog.OpenAsync(folder, key, cancellation), time, mostWaiting, mostBytes)
    {
    }

    internal LedgerWriter(Func<CancellationToken, Task<(LedgerLog? Log, LedgerReport Report)>> open, TimeProvider time, int mostWaiting = 65_536, long mostBytes = 64 << 20)
    {
        (_open, _time, _mostBytes) = (open, time, mostBytes);
        _entries = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(mostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public LedgerHealth Health => (LedgerHealth)_health;
    /// <summary>Why it fails or refuses, in one sentence.</summary>
    public string? Reason => _reason;
    /// <summary>The newest durable checkpoint; null before the ledger is open.</summary>
    public Checkpoint? Checkpoint => _checkpoint;
    /// <summary>What it found when it was opened; null before.</summary>
    public Checkpoint? Opened { get; private set; }
    public int Waits => _entries.Reader.Count;
    /// <summary>Entries that were offered and not taken.</summary>
    public long Refused => Interlocked.Read(ref _refused);
    /// <summary>Times that the disk refused.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Told of every change of <see cref="Health"/>, on the writer's thread.</summary>
    public event Action<LedgerHealth, string?>? Changed;
    /// <summary>Told of every durable checkpoint, on the writer's thread.</summary>
    public event Action<Checkpoint>? Grown;

    /// <summary>Opens the ledger and begins to write, on a thread of its own.</summary>
    public void Start() => _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>
    /// Takes an entry and returns when it is durable, however long the disk takes, or when it is clear that it will not be. This is
    /// what a decision waits for before it is acted on. Giving up the wait does not take the entry back.
    /// </summary>
    public Task<Appended> AppendAsync(NewEntry entry, CancellationToken cancellation)
    {
        var waiting = new Waiting(entry, new TaskCompletionSource<Appended>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Take(waiting) is { } refusal)
            return Task.FromResult(new Appended(-1, refusal));
        return waiting.Done!.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes an entry that nobody waits for. False: it was refused, and counted.</summary>
    public bool Offer(NewEntry entry) => Take(new Waiting(entry, null)) is null;

    private string? Take(Waiting waiting)
    {
        if (Health is LedgerHealth.Refusing or LedgerHealth.Ended)
            return Refuse(_reason ?? "the ledger has ended");
        if (Interlocked.Add(ref _waitingBytes, waiting.Entry.Weight) <= _mostBytes && _entries.Writer.TryWrite(waiting))
            return null;
        Interlocked.Add(ref _waitingBytes, -waiting.Entry.Weight);
        return Refuse("too many entries wait for the ledger");
    }

    private string Refuse(string reason)
    {
        Interlocked.Increment(ref _refused);
        return reason;
    }

    private async Task LoopAsync()
    {
        var (pause, failedAt) = (TimeSpan.Zero, -2L);
        LedgerLog? log = null;
        var group = new List<Waiting>();
        while (true)
        {
            try
            {
                log ??= await TryOpenAsync();
                if (log is null)
                    break;
                if (!await WriteAllAsync(log, group))
                    break;
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref _failures);
                Set(LedgerHealth.Failing, refused.Message);
                // It grows as long as nothing is taken in between.
                pause = failedAt != (log?.Size ?? -1) ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                failedAt = log?.Size ?? -1;
                if (!await PauseAsync(pause))
                    break;
            }
        }

        End(group);
    }

    /// <summary>Null: the ledger has damage, and nothing is written to it.</summary>
    private async Task<LedgerLog?> TryOpenAsync()
    {
        var (log, report) = await _open(_hurry.Token);
        if (log is null)
            Set(LedgerHealth.Refusing, string.Join("; ", report.Faults.Take(3)));
        else
            Publish(log);
        Opened = log?.Checkpoint;
        return log;
    }

    private void Publish(LedgerLog log)
    {
        _checkpoint = log.Checkpoint;
        Set(LedgerHealth.Writing, null);
        Grown?.Invoke(log.Checkpoint);
    }

    /// <summary>Writes group after group until there will be no more. A group that failed is still in <paramref name="group"/>, and goes first.</summary>
    private async Task<bool> WriteAllAsync(LedgerLog log, List<Waiting> group)
    {
        while (group.Count > 0 || await _entries.Reader.WaitToReadAsync(_hurry.Token))
        {
            if (group.Count == 0)
                Gather(group);
            log.Append(group.ConvertAll(static waiting => waiting.Entry));
            var first = log.Size - group.Count;
            Publish(log);
            for (var i = 0; i < group.Count; i++)
            {
                Interlocked.Add(ref _waitingBytes, -group[i].Entry.Weight);
                group[i].Done?.SetResult(new Appended(first + i, null));
            }

            group.Clear();
        }

        return false;
    }

    private void Gather(List<Waiting> group)
    {
        var bytes = 0L;
        while (group.Count < MostInGroup && bytes < MostGroupBytes && _entries.Reader.TryRead(out var waiting))
        {
            group.Add(waiting);
            bytes += waiting.Entry.Weight;
        }
    }

    /// <summary>False: nobody will wait for the disk any longer.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _hurry.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void End(List<Waiting> group)
    {
        _entries.Writer.TryComplete();
        if (Health != LedgerHealth.Refusing)
            Set(LedgerHealth.Ended, _reason);
        while (_entries.Reader.TryRead(out var waiting))
            group.Add(waiting);
        foreach (var waiting in group)
            waiting.Done?.SetResult(new Appended(-1, Refuse(_reason ?? "the ledger has ended")));
        Interlocked.Add(ref _refused, group.Count(static waiting => waiting.Done is null));
        group.Clear();
    }

    private void Set(LedgerHealth health, string? reason)
    {
        _reason = reason;
        if (Interlocked.Exchange(ref _health, (int)health) != (int)health)
            Changed?.Invoke(health, reason);
    }

    /// <summary>Writes what waits, and ends. When the token is up, what the disk has not taken by then is refused.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _entries.Writer.TryComplete();
        if (_loop is null)
        {
            End([]);
            return;
        }

        await using var impatience = cancellation.Register(_hurry.Cancel);
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever disposes without having stopped does not wait for a disk that refuses.
        await _hurry.CancelAsync();
        await StopAsync(CancellationToken.None);
        _hurry.Dispose();
    }

    private sealed record Waiting(NewEntry Entry, TaskCompletionSource<Appended>? Done);
}
