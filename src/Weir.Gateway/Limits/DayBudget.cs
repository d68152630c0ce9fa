namespace Weir.Gateway.Limits;

/// <summary>
/// What was used on one day (UTC), and which day that was, in one <c>long</c>: the day in the upper 20 bits, tokens in the lower 44. The
/// first call of a new day starts it at nothing.
/// </summary>
internal static class DayBudget
{
    private const int AmountBits = 44;
    private const long MaxAmount = (1L << AmountBits) - 1;

    public static int DayOf(DateTimeOffset now) => (int)(now.ToUnixTimeSeconds() / 86_400);

    public static TimeSpan UntilNext(DateTimeOffset now) => TimeSpan.FromTicks(TimeSpan.TicksPerDay - now.UtcTicks % TimeSpan.TicksPerDay);

    public static long Used(long packed, int day) => (int)(packed >> AmountBits) == day ? packed & MaxAmount : 0;

    public static bool TryTake(ref long packed, int day, long amount, long limit)
    {
        var seen = Volatile.Read(ref packed);
        while (true)
        {
            var used = Used(seen, day) + amount;
            if (used > limit)
                return false;
            var before = Interlocked.CompareExchange(ref packed, Pack(day, used), seen);
            if (before == seen)
                return true;
            seen = before;
        }
    }

    /// <summary>Corrects a day's use by what a call took more or less than was reserved. A day that is over needs no correction.</summary>
    public static void Correct(ref long packed, int day, long difference)
    {
        var seen = Volatile.Read(ref packed);
        while ((int)(seen >> AmountBits) == day)
        {
            var before = Interlocked.CompareExchange(ref packed, Pack(day, Used(seen, day) + difference), seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private static long Pack(int day, long amount) => ((long)day << AmountBits) | Math.Clamp(amount, 0, MaxAmount);
}
