namespace Weir.Gateway.Limits;

/// <summary>
/// Nanoseconds since the gateway started, from a clock that nobody can set back. Buckets run on it, so that a
/// correction of the wall clock neither opens nor closes a limit.
/// </summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;

    private readonly long _origin = time.GetTimestamp();
    private readonly long _frequency = time.TimestampFrequency;

    public long Now
    {
        get
        {
            var elapsed = time.GetTimestamp() - _origin;
            return _frequency == Second ? elapsed : (long)(elapsed * (Int128)Second / _frequency);
        }
    }

    public TimeProvider Time => time;

    public static TimeSpan Span(long nanoseconds) => TimeSpan.FromTicks((nanoseconds + 99) / 100);
}
