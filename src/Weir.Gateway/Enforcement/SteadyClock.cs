namespace Weir.Gateway.Enforcement;

/// <summary>
/// The time that decisions lapse by. Follows the system's clock, but never backwards, and forward no more than ten times as fast as time
/// really passes beyond a few seconds: a clock that jumps a month ahead ends no suspension, and one that was behind catches up.
/// </summary>
public sealed class SteadyClock(TimeProvider time)
{
    private const int MostFaster = 10;
    private static readonly TimeSpan Free = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private DateTimeOffset _now = time.GetUtcNow();
    private long _at = time.GetTimestamp();

    /// <summary>How far behind the system's clock it is: more than nothing after a jump.</summary>
    public TimeSpan Behind { get; private set; }

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var passed = time.GetElapsedTime(_at);
                _at = time.GetTimestamp();
                var said = time.GetUtcNow();
                var most = _now + passed * MostFaster + (Behind > TimeSpan.Zero ? TimeSpan.Zero : Free);
                _now = said <= _now ? _now : said < most ? said : most;
                Behind = said > _now ? said - _now : TimeSpan.Zero;
                return _now;
            }
        }
    }
}
