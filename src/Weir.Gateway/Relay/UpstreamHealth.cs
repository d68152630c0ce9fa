namespace Weir.Gateway.Relay;

/// <summary>
/// Passive health: an upstream that failed several times in a row rests for a while. When the rest is over one call at
/// a time tries it, until one succeeds. No probes are sent: they would cost the operator tokens.
/// </summary>
public sealed class UpstreamHealth(TimeProvider time)
{
    private int _failures;
    private long _restsUntil;
    private int _trying;

    public int ConsecutiveFailures => Volatile.Read(ref _failures);

    public bool IsResting => Volatile.Read(ref _restsUntil) is var until && until != 0 && time.GetTimestamp() < until;

    /// <summary>Whether a call may go there now.</summary>
    public bool MayTry()
    {
        var until = Volatile.Read(ref _restsUntil);
        if (until == 0)
            return true;
        return time.GetTimestamp() >= until && Interlocked.CompareExchange(ref _trying, 1, 0) == 0;
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
            return;
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _restsUntil, 0);
        Volatile.Write(ref _trying, 0);
    }

    public void Failed(int failuresBeforeRest, TimeSpan rest)
    {
        if (Interlocked.Increment(ref _failures) >= failuresBeforeRest)
            Volatile.Write(ref _restsUntil, time.GetTimestamp() + (long)(rest.TotalSeconds * time.TimestampFrequency));
        Volatile.Write(ref _trying, 0);
    }

    /// <summary>A try that ended for a reason that says nothing about the upstream, such as a caller who left.</summary>
    public void Unknown() => Volatile.Write(ref _trying, 0);
}
