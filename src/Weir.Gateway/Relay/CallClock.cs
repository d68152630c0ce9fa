using Weir.Gateway.Configuration;

namespace Weir.Gateway.Relay;

/// <summary>
/// The time limits of one call and the caller's hanging up, as one token, and which of them it was. A timer is armed when
/// a phase begins and at most once a second while an answer flows: re-arming at each piece would cost more than the piece.
/// Used again for call after call, because a cancellation source with a timer is among the dearer things a call needs.
/// </summary>
public sealed class CallClock(TimeProvider time) : IDisposable
{
    private static readonly Action<object?> CallerLeft = static state =>
    {
        var clock = (CallClock)state!;
        clock._left = true;
        clock._source.Cancel();
    };

    private UpstreamTimeouts _timeouts = new();
    private readonly CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private long _began;
    private long _armed;
    private bool _flowing;
    private volatile bool _left;
    private volatile bool _cut;

    public CancellationToken Token => _source.Token;

    public TimeProvider Time => time;

    public void Begin(UpstreamTimeouts timeouts, CancellationToken callerLeft)
    {
        _timeouts = timeouts;
        _began = _armed = time.GetTimestamp();
        _flowing = false;
        _left = false;
        _cut = false;
        _source.CancelAfter(timeouts.FirstByte < timeouts.Total ? timeouts.FirstByte : timeouts.Total);
        _caller = callerLeft.UnsafeRegister(CallerLeft, this);
    }

    /// <summary>The next piece of an upload is the caller's to send.</summary>
    public void AwaitCaller() => Arm(_timeouts.Total);

    /// <summary>A piece of an upload, or its end, is the upstream's to take; the answer is due from the last of them on.</summary>
    public void AwaitUpstream() => Arm(_timeouts.FirstByte);

    /// <summary>A piece of the answer came: from now on silence is measured.</summary>
    public void Progress()
    {
        var now = time.GetTimestamp();
        if (_flowing && time.GetElapsedTime(_armed, now) < TimeSpan.FromSeconds(1))
            return;
        _flowing = true;
        _armed = now;
        Arm(_timeouts.Idle + TimeSpan.FromSeconds(1));
    }

    private void Arm(TimeSpan phase)
    {
        var left = _timeouts.Total - time.GetElapsedTime(_began);
        _source.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < phase ? left : phase);
    }

    /// <summary>Ends a call in the middle of its answer, from any thread that knows the call to be running still.</summary>
    public void Cut()
    {
        _cut = true;
        _source.Cancel();
    }

    /// <summary>Why <see cref="Token"/> was cancelled.</summary>
    public FailureKind Why()
    {
        if (_left)
            return FailureKind.CallerLeft;
        if (_cut)
            return FailureKind.Cut;
        if (time.GetElapsedTime(_began) >= _timeouts.Total)
            return FailureKind.TotalTimeout;
        return _flowing ? FailureKind.IdleTimeout : FailureKind.FirstByteTimeout;
    }

    /// <summary>
    /// Ends the call's time. Disposing of the registration waits for a hang-up that is being handled at this moment, so
    /// that no late one reaches the next call. False: this clock has rung, and cannot be used again.
    /// </summary>
    public bool TryEnd()
    {
        _caller.Dispose();
        return _source.TryReset();
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
