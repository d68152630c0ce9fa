using System.Collections.Concurrent;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Watch;

/// <summary>Why a record was not taken.</summary>
public enum DropReason : byte
{
    /// <summary>As many exchanges wait as the operator allows.</summary>
    Length = 0,
    /// <summary>The texts that wait take as much memory as the operator allows.</summary>
    Bytes,
    /// <summary>The gateway is stopping and the last batch has been taken.</summary>
    Stopped,
}

/// <summary>
/// From the path to Watch. Offering never waits: where there is no room, the record is dropped and counted, its buffer
/// given back. Many threads offer, one takes.
/// </summary>
public sealed class WatchQueue : IDisposable
{
    /// <summary>What a draft takes beside its texts, roughly: the objects of a call that it keeps alive.</summary>
    private const int DraftBytes = 1024;

    private readonly ConcurrentQueue<ExchangeDraft> _drafts = new();
    private readonly AutoResetEvent _filled = new(initialState: false);
    private readonly ConfigSource _config;
    private readonly long[] _dropped = new long[3];
    private long _offered;
    private int _length;
    private long _bytes;
    private volatile bool _stopped;
    private int _asleep;
    private volatile bool _recording = true;

    public WatchQueue(ConfigSource config) => _config = config;

    public int Length => Volatile.Read(ref _length);
    public long Bytes => Interlocked.Read(ref _bytes);
    public long Offered => Interlocked.Read(ref _offered);
    public long Dropped => DroppedFor(DropReason.Length) + DroppedFor(DropReason.Bytes) + DroppedFor(DropReason.Stopped);

    public long DroppedFor(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    public bool IsFull
    {
        get
        {
            var most = _config.Current.Journal;
            return Length >= most.QueueLength || Bytes >= most.QueueBytes;
        }
    }

    /// <summary>Whether a call served now would be recorded, as far as can be known. Asked before each call where <c>fail: closed</c>.</summary>
    public bool IsHealthy => _recording && !_stopped && !IsFull;

    /// <summary>The taker says whether what it takes reaches the journal.</summary>
    internal void Recording(bool works) => _recording = works;

    /// <summary>Hands over a draft and its body. Whatever the answer, the caller owns neither any more.</summary>
    public bool Offer(ExchangeDraft draft)
    {
        Interlocked.Increment(ref _offered);
        var most = _config.Current.Journal;
        var bytes = Weight(draft);
        if (Interlocked.Increment(ref _length) > most.QueueLength)
            return Refuse(draft, 0, DropReason.Length);
        if (Interlocked.Add(ref _bytes, bytes) > most.QueueBytes)
            return Refuse(draft, bytes, DropReason.Bytes);
        // Counted before this look and enqueued after it: who stops the queue waits until the count is zero, so a draft is
        // either seen by the last take or refused here.
        if (_stopped)
            return Refuse(draft, bytes, DropReason.Stopped);

        _drafts.Enqueue(draft);
        // Full fence between the draft and the look at the sleeper, whose own is in TrySleep: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (_asleep != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
            _filled.Set();
        return true;
    }

    /// <summary>A record that could not even be held: all request bodies together take what they may.</summary>
    internal void CountUnheld()
    {
        Interlocked.Increment(ref _offered);
        Interlocked.Increment(ref _dropped[(int)DropReason.Bytes]);
    }

    /// <summary>The taker owns what it takes and disposes of the body, once.</summary>
    internal bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ExchangeDraft? draft)
    {
        if (!_drafts.TryDequeue(out draft))
            return false;
        Interlocked.Add(ref _bytes, -Weight(draft));
        Interlocked.Decrement(ref _length);
        return true;
    }

    /// <summary>Gives up on one draft, where the time for taking is over.</summary>
    internal void DropOne()
    {
        if (!TryTake(out var draft))
        {
            Thread.Yield();
            return;
        }

        Interlocked.Increment(ref _dropped[(int)DropReason.Stopped]);
        draft.Body?.Dispose();
    }

    /// <summary>Blocks the taker until something was offered, the queue was stopped, or the time is over.</summary>
    internal void WaitForDrafts(TimeSpan most)
    {
        Interlocked.Exchange(ref _asleep, 1);
        if (!_drafts.IsEmpty || _stopped)
        {
            Interlocked.Exchange(ref _asleep, 0);
            return;
        }

        _filled.WaitOne(most);
        Interlocked.Exchange(ref _asleep, 0);
    }

    /// <summary>From now on every offer is refused. What was taken before can still be taken out.</summary>
    public void Stop()
    {
        _stopped = true;
        Interlocked.MemoryBarrier();
        _filled.Set();
    }

    internal bool IsStopped => _stopped;

    private bool Refuse(ExchangeDraft draft, long bytes, DropReason reason)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _length);
        Interlocked.Increment(ref _dropped[(int)reason]);
        draft.Body?.Dispose();
        return false;
    }

    private static long Weight(ExchangeDraft draft) =>
        DraftBytes + (draft.Body?.Length ?? 0) + 2L * (draft.AnswerText?.Length ?? 0);

    public void Dispose() => _filled.Dispose();
}
