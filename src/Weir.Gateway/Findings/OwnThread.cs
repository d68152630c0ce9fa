using System.Collections.Concurrent;
using Weir.Gateway.Watch;

namespace Weir.Gateway.Findings;

/// <summary>
/// One thread for one asynchronous loop and everything that it awaits. What the loop owns needs no locks, and what it costs
/// is paid at this thread's rank: calls go before.
/// </summary>
public sealed class OwnThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _work = [];

    /// <summary>Runs the loop to its end. The task ends with it, and with what it threw.</summary>
    public static Task Run(string name, Func<Task> loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        BackgroundThread.Start(name, Rank.Behind, () =>
        {
            var context = new OwnThread();
            SetSynchronizationContext(context);
            var running = loop();
            // From the pool: whoever comes after the last continuation must not run on a thread that is about to end.
            _ = running.ContinueWith(static (_, own) => ((OwnThread)own!)._work.CompleteAdding(), context, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var (work, state) in context._work.GetConsumingEnumerable())
                work(state);
            if (running.Exception is { } failed)
                ended.SetException(failed.InnerExceptions);
            else
                ended.SetResult();
        });
        return ended.Task;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_work.IsAddingCompleted)
            _work.Add((d, state), CancellationToken.None);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for this thread.");

    public override SynchronizationContext CreateCopy() => this;
}
