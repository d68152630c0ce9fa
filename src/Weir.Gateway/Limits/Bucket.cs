namespace Weir.Gateway.Limits;

/// <summary>
/// A token bucket in one <c>long</c> (GCRA): the time at which it will be full again. It holds one minute's allowance
/// and fills evenly, so over any span of T minutes no more than <c>limit × (T + 1)</c> passes. Because the unit is time
/// and not tokens, a reload that changes the limit scales what is left without touching the state. Zero is a full bucket.
/// </summary>
internal static class Bucket
{
    public const long Capacity = MonotonicClock.Minute;

    /// <summary>What an amount weighs under a limit. An amount above the whole limit weighs a full bucket, so that it can pass at all.</summary>
    public static long Weight(double amount, long perMinute) =>
        (long)Math.Min(amount * Capacity / Math.Max(1, perMinute), Capacity);

    /// <summary>As <see cref="Weight"/>, for corrections: not cut at a full bucket, because what was used is owed.</summary>
    public static long Debt(double amount, long perMinute) =>
        (long)Math.Clamp(amount * Capacity / Math.Max(1, perMinute), -1e17, 1e17);

    /// <summary>Takes <paramref name="weight"/>, or takes nothing and tells how long it must wait.</summary>
    public static bool TryTake(ref long fullAt, long now, long weight, out long wait)
    {
        var seen = Volatile.Read(ref fullAt);
        while (true)
        {
            var next = Math.Max(seen, now) + weight;
            wait = next - now - Capacity;
            if (wait > 0)
                return false;
            var before = Interlocked.CompareExchange(ref fullAt, next, seen);
            if (before == seen)
                return true;
            seen = before;
        }
    }

    /// <summary>Puts back what was taken and not used. A bucket that filled up meanwhile gains nothing.</summary>
    public static void PutBack(ref long fullAt, long weight) => Interlocked.Add(ref fullAt, -weight);

    /// <summary>Takes without asking: what was used beyond the reservation is owed, and paid off before anything else passes.</summary>
    public static void Owe(ref long fullAt, long now, long weight)
    {
        var seen = Volatile.Read(ref fullAt);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref fullAt, Math.Max(seen, now) + weight, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    public static bool IsFull(ref long fullAt, long now) => Volatile.Read(ref fullAt) <= now;

    /// <summary>How much of <paramref name="limit"/> could be taken now.</summary>
    public static long Remaining(ref long fullAt, long now, long limit)
    {
        var used = Math.Max(0, Volatile.Read(ref fullAt) - now);
        return used >= Capacity ? 0 : (long)((double)(Capacity - used) / Capacity * limit);
    }

    public static long UntilFull(ref long fullAt, long now) => Math.Max(0, Volatile.Read(ref fullAt) - now);
}
