using Weir.Detection.Accounts;
using Weir.Traffic;

namespace Weir.Gateway.Findings;

/// <summary>What detection can be asked at any time from any thread: for metrics and status.</summary>
public sealed class DetectionCounts
{
    private long _analysed;
    private long _readBack;
    private long _failures;
    private long _newestEnd;
    private VerdictCounts _verdicts;
    private readonly Lock _verdictsLock = new();

    /// <summary>Exchanges taken in since the start, those read back from the journal among them.</summary>
    public long Analysed => Interlocked.Read(ref _analysed);
    public long ReadBack => Interlocked.Read(ref _readBack);
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>When the newest exchange ended that was taken in; null before the first.</summary>
    public DateTimeOffset? NewestEnd => Interlocked.Read(ref _newestEnd) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Accounts by verdict, as of a few seconds ago.</summary>
    public VerdictCounts Verdicts
    {
        get
        {
            lock (_verdictsLock)
                return _verdicts;
        }

        internal set
        {
            lock (_verdictsLock)
                _verdicts = value;
        }
    }

    internal long AddFailure() => Interlocked.Increment(ref _failures);

    internal void AddReadBack(int exchanges) => Interlocked.Add(ref _readBack, exchanges);

    internal void Took(IReadOnlyList<Exchange> exchanges)
    {
        Interlocked.Add(ref _analysed, exchanges.Count);
        var newest = _newestEnd;
        for (var i = 0; i < exchanges.Count; i++)
            newest = Math.Max(newest, exchanges[i].Time.UtcTicks + (exchanges[i].LatencyMs * TimeSpan.TicksPerMillisecond));
        Interlocked.Exchange(ref _newestEnd, newest);
    }
}
