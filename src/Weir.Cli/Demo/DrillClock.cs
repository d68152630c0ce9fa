using Weir.Gateway;

namespace Weir.Cli.Demo;

/// <summary>
/// A clock that follows made traffic: the time of day is that of the exchange that was sent last. Timers and stopwatches stay
/// real, so nothing waits shorter or longer than it should; only what is written down and judged happens on other days. When
/// the machine is slow, this clock is slow with it, and what is found stays the same.
/// </summary>
internal sealed class DrillClock(TimeProvider real, DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _at = start;
    private long _since = real.GetTimestamp();

    /// <summary>Never back.</summary>
    public void Advance(DateTimeOffset to)
    {
        lock (_gate)
        {
            if (to <= Now())
                return;
            (_at, _since) = (to, real.GetTimestamp());
        }
    }

    /// <summary>Takes the clock of decisions along, which would follow no faster than ten times as fast as time passes.</summary>
    public void Lead(GatewayApp app, DateTimeOffset to)
    {
        Advance(to);
        app.Parts.Policy.CatchUp();
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return Now();
    }

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);

    private DateTimeOffset Now() => _at + real.GetElapsedTime(_since);
}
