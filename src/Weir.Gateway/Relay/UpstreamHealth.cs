namespace Weir.Gateway.Relay;

/// <summary>
/// Passive health: an upstream that failed several times in a row rests for a while. When the rest is over one call at
/// a time tries it, until one succeeds. No probes are sent: they would cost the operator tokens.
/// </summary>
public sealed class UpstreamHealth(TimeProvider time)
{
    private int _failures;
    /// <summary>Timestamp until which nobody goes there; 0 while all is well.</summary>
    private long _restsUntil;
    private long _restFor;

    public int ConsecutiveFailures => Volatile.Read(ref _failures);

    /// <summary>It failed, and nothing has shown since that it is well again.</summary>
    public bool IsResting => Volatile.Read(ref _restsUntil) != 0;

    /// <summary>It is resting and no try is due. Who waited for <see cref="IsResting"/> to end before sending calls would wait for ever.</summary>
    public bool TakesNoCalls => Volatile.Read(ref _restsUntil) is var until and not 0 && time.GetTimestamp() < until;

    /// <summary>
    /// Whether a call may go there now. After a rest the first to ask may, and the rest goes on for the others until that
    /// call has ended well; should it never end, the next rest's end brings the next try.
    /// </summary>
    public bool MayTry()
    {
        var until = Volatile.Read(ref _restsUntil);
        if (until == 0)
            return true;
        var now = time.GetTimestamp();
        return now >= until && Interlocked.CompareExchange(ref _restsUntil, now + Volatile.Read(ref _restFor), until) == until;
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
            return;
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _restsUntil, 0);
    }

    public void Failed(int failuresBeforeRest, TimeSpan rest)
    {
        if (Interlocked.Increment(ref _failures) < failuresBeforeRest)
            return;
        Volatile.Write(ref _restFor, (long)(rest.TotalSeconds * time.TimestampFrequency));
        Volatile.Write(ref _restsUntil, time.GetTimestamp() + _restFor);
    }
}
