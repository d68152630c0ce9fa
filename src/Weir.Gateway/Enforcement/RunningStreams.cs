using System.Collections.Concurrent;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Answers that are streaming now. One that its upstream feeds sees a suspension with its next piece; one whose upstream is silent would
/// stay open for as long as that lasts, so each new snapshot that suspends anybody is shown to all of them.
/// </summary>
internal sealed class RunningStreams
{
    private readonly ConcurrentDictionary<StreamGuard, byte> _running = new();

    public int Count => _running.Count;

    public void Enter(StreamGuard guard) => _running.TryAdd(guard, 0);

    public void Leave(StreamGuard guard)
    {
        _running.TryRemove(guard, out _);
        guard.End();
    }

    /// <summary>Not on the thread that publishes, which holds the lock of all decisions.</summary>
    public void Show(PostureSnapshot snapshot)
    {
        if (snapshot.Suspends && !_running.IsEmpty)
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Streams.Look(work.Snapshot), (Streams: this, Snapshot: snapshot), preferLocal: false);
    }

    private void Look(PostureSnapshot snapshot)
    {
        foreach (var (guard, _) in _running)
            guard.CutIfSuspended(snapshot);
    }
}
