namespace Weir.Policy;

/// <summary>Which limit of a posture said no.</summary>
public enum PaceLimit : byte { None = 0, Requests, Tokens, NewTokensPerHour, NewTokensPerDay, Concurrency }

/// <summary>
/// What is left of a posture's limits for one account. Output is known only when it has been given, so it is owed afterwards: who took
/// too much waits until it is paid off. The same live and in a replay. Calls of slowed accounts meet here, so it may lock.
/// </summary>
public sealed class PaceMeter
{
    private readonly Lock _lock = new();
    private long _requests, _tokens, _newHour, _newDay;
    private int _running;

    /// <summary>Lets one call in, or tells how long until one would be.</summary>
    public bool TryEnter(Measures measures, DateTimeOffset time, out PaceLimit limit, out TimeSpan wait)
    {
        var now = time.UtcTicks;
        lock (_lock)
        {
            (limit, wait) = (PaceLimit.Concurrency, TimeSpan.FromSeconds(1));
            if (measures.Concurrency is { } most && _running >= most)
                return false;
            if (Short(_tokens, now, TimeSpan.TicksPerMinute, measures.TokensPerMinute, PaceLimit.Tokens, ref limit, ref wait)
                || Short(_newHour, now, TimeSpan.TicksPerHour, measures.NewTokensPerHour, PaceLimit.NewTokensPerHour, ref limit, ref wait)
                || Short(_newDay, now, TimeSpan.TicksPerDay, measures.NewTokensPerDay, PaceLimit.NewTokensPerDay, ref limit, ref wait))
                return false;
            if (measures.RequestsPerMinute is { } perMinute)
            {
                var next = Math.Max(_requests, now) + TimeSpan.TicksPerMinute / perMinute;
                if (next - now > TimeSpan.TicksPerMinute)
                {
                    (limit, wait) = (PaceLimit.Requests, TimeSpan.FromTicks(next - now - TimeSpan.TicksPerMinute));
                    return false;
                }

                _requests = next;
            }

            _running++;
        }

        limit = PaceLimit.None;
        return true;
    }

    /// <param name="newShare">How much of the account's output is new: what it repeats costs nothing.</param>
    public void Leave(Measures measures, DateTimeOffset time, long output, double newShare)
    {
        var now = time.UtcTicks;
        lock (_lock)
        {
            _running = Math.Max(0, _running - 1);
            Owe(ref _tokens, now, TimeSpan.TicksPerMinute, output, measures.TokensPerMinute);
            Owe(ref _newHour, now, TimeSpan.TicksPerHour, output * newShare, measures.NewTokensPerHour);
            Owe(ref _newDay, now, TimeSpan.TicksPerDay, output * newShare, measures.NewTokensPerDay);
        }
    }

    // Each bucket is the time at which it will be full again; it holds one window's allowance and may go into debt.
    private static bool Short(long fullAt, long now, long window, long? limit, PaceLimit which, ref PaceLimit limited, ref TimeSpan wait)
    {
        if (limit is null || fullAt - now < window)
            return false;
        (limited, wait) = (which, TimeSpan.FromTicks(fullAt - now - window + TimeSpan.TicksPerSecond));
        return true;
    }

    private static void Owe(ref long fullAt, long now, long window, double amount, long? limit)
    {
        // Never more than ten windows of debt: one monstrous answer must not close an account for weeks.
        if (limit is { } most)
            fullAt = Math.Min(Math.Max(fullAt, now) + (long)Math.Min(amount / most * window, window * 10.0), now + window * 10);
    }
}
