namespace Weir.Gateway.Enforcement;

/// <summary>
/// The time that decisions lapse by. Follows the system's clock, but never backwards, and forward no more than ten times as fast as time
/// really passes beyond a few seconds: a clock that jumps a month ahead ends no suspension, and one that was behind catches up. Where the
/// system's clock was set back, this one goes on at half the pace until the two agree: nothing ends too early, and nobody is held for ever.
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

    /// <summary>For drills, in which a day passes in moments and the clock is right: goes to where it is, if that is ahead.</summary>
    internal void CatchUp()
    {
        lock (_lock)
        {
            var said = time.GetUtcNow();
            (_now, _at, Behind) = (said > _now ? said : _now, time.GetTimestamp(), TimeSpan.Zero);
        }
    }

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var passed = time.GetElapsedTime(_at);
                _at = time.GetTimestamp();
                var said = time.GetUtcNow();
                var least = _now + passed / 2;
                var most = _now + passed * MostFaster + (Behind > TimeSpan.Zero ? TimeSpan.Zero : Free);
                _now = said < least ? least : said < most ? said : most;
                Behind = said > _now ? said - _now : TimeSpan.Zero;
                return _now;
            }
        }
    }
}
