using Weir.Gateway.Findings;

namespace Weir.Console.Work;

public enum JobPhase : byte { None = 0, Running, Done, Failed, Stopped }

/// <summary>How a piece of work stands; what it found, once it is done.</summary>
public sealed record JobState<T>
    where T : class
{
    public JobPhase Phase { get; init; }
    public string By { get; init; } = "";
    public DateTimeOffset Started { get; init; }
    public DateTimeOffset? Ended { get; init; }
    /// <summary>Of the whole, 0 to 1; null while nobody knows.</summary>
    public double? Share { get; init; }
    /// <summary>What it is at, for people.</summary>
    public string Doing { get; init; } = "";
    public T? Result { get; init; }
    public string? Fault { get; init; }

    public bool IsRunning => Phase == JobPhase.Running;

    public int Percent => (int)Math.Clamp((Share ?? 0) * 100, 0, 100);
}

/// <summary>What the work tells of itself while it runs. Cheap: a look at it costs the work nothing.</summary>
public sealed class JobProgress
{
    private volatile string _doing = "";
    private long _share = -1;

    public void Tell(double? share, string doing)
    {
        Interlocked.Exchange(ref _share, share is { } known ? (long)(Math.Clamp(known, 0, 1) * 1e6) : -1);
        _doing = doing;
    }

    public double? Share => Interlocked.Read(ref _share) is >= 0 and var share ? share / 1e6 : null;
    public string Doing => _doing;
}

/// <summary>
/// One long piece of work at a time, beside everything else and behind it: on a thread that gives way to all others. It can be watched and stopped; what
/// it found is kept until the next begins.
/// </summary>
/// <param name="stopping">The gateway ends.</param>
public sealed class BackgroundJob<T>(string name, TimeProvider time, CancellationToken stopping)
    where T : class
{
    private readonly Lock _gate = new();
    private JobState<T> _state = new();
    private JobProgress _progress = new();
    private CancellationTokenSource? _stop;
    private long _ended;

    /// <summary>Over as soon as the work that runs is; complete where none does.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public JobState<T> State
    {
        get
        {
            lock (_gate)
                return _state.IsRunning ? _state with { Share = _progress.Share, Doing = _progress.Doing } : _state;
        }
    }

    /// <summary>How long ago the last one ended.</summary>
    internal TimeSpan SinceEnd => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _ended));

    /// <summary>False where one runs already.</summary>
    /// <param name="work">Expected failures are <see cref="IOException"/>: their message is shown.</param>
    public bool TryStart(string by, Func<JobProgress, CancellationToken, Task<T>> work)
    {
        lock (_gate)
        {
            if (_state.IsRunning)
                return false;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _progress = new JobProgress();
            _state = new JobState<T> { Phase = JobPhase.Running, By = by, Started = time.GetUtcNow() };
            var (progress, stop) = (_progress, _stop);
            Ended = OwnThread.Run(name, () => RunAsync(work, progress, stop));
            return true;
        }
    }

    public void Stop()
    {
        lock (_gate)
            _stop?.Cancel();
    }

    private async Task RunAsync(Func<JobProgress, CancellationToken, Task<T>> work, JobProgress progress, CancellationTokenSource stop)
    {
        var (phase, result, fault) = (JobPhase.Done, default(T), default(string));
        try
        {
            result = await work(progress, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            phase = JobPhase.Stopped;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            (phase, fault) = (JobPhase.Failed, refused.Message);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // Whoever asked is told, and the gateway goes on.
            (phase, fault) = (JobPhase.Failed, $"{bug.GetType().Name}: {bug.Message}");
        }

        Interlocked.Exchange(ref _ended, TimeProvider.System.GetTimestamp());
        lock (_gate)
        {
            _state = _state with { Phase = phase, Ended = time.GetUtcNow(), Share = progress.Share, Doing = progress.Doing, Result = result, Fault = fault };
            _stop = null;
        }

        stop.Dispose();
    }
}
