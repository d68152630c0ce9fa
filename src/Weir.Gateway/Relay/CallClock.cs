using Weir.Gateway.Configuration;

namespace Weir.Gateway.Relay;

/// <summary>
/// The time limits of one call and the caller's hanging up, as one token, and which of them it was. A timer is armed when
/// a phase begins and at most once a second while an answer flows: re-arming at each piece would cost more than the piece.
/// </summary>
public sealed class CallClock : IDisposable
{
    private static readonly Action<object?> CallerLeft = static state =>
    {
        var clock = (CallClock)state!;
        clock._left = true;
        clock._source.Cancel();
    };

    private readonly TimeProvider _time;
    private readonly UpstreamTimeouts _timeouts;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;
    private readonly long _began;
    private long _armed;
    private bool _flowing;
    private volatile bool _left;
    private volatile bool _stopped;

    public CallClock(TimeProvider time, UpstreamTimeouts timeouts, CancellationToken callerLeft)
    {
        _time = time;
        _timeouts = timeouts;
        _began = _armed = time.GetTimestamp();
        _source = new CancellationTokenSource(timeouts.FirstByte < timeouts.Total ? timeouts.FirstByte : timeouts.Total, time);
        _caller = callerLeft.UnsafeRegister(CallerLeft, this);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>A piece of the answer came: from now on silence is measured.</summary>
    public void Progress()
    {
        var now = _time.GetTimestamp();
        if (_flowing && _time.GetElapsedTime(_armed, now) < TimeSpan.FromSeconds(1))
            return;
        _flowing = true;
        _armed = now;
        var left = _timeouts.Total - _time.GetElapsedTime(_began, now);
        var silence = _timeouts.Idle + TimeSpan.FromSeconds(1);
        _source.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < silence ? left : silence);
    }

    /// <summary>Ends the call from outside: the gateway's own decision, not the caller's.</summary>
    public void Stop()
    {
        _stopped = true;
        _source.Cancel();
    }

    public bool IsStopped => _stopped;

    /// <summary>Why <see cref="Token"/> was cancelled.</summary>
    public FailureKind Why()
    {
        if (_left)
            return FailureKind.CallerLeft;
        if (_time.GetElapsedTime(_began) >= _timeouts.Total)
            return FailureKind.TotalTimeout;
        return _flowing ? FailureKind.IdleTimeout : FailureKind.FirstByteTimeout;
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
