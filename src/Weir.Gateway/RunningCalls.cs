namespace Weir.Gateway;

/// <summary>
/// Calls under way, counted by the moment they came: a ring of counters, one for each 13 milliseconds. By it is known before which moment no call came
/// that has not ended, at the price of one interlocked step at either end of a call.
/// </summary>
public sealed class RunningCalls(TimeProvider time)
{
    /// <summary>2^17 ticks.</summary>
    private const int SlotBits = 17;
    /// <summary>Nearly a minute of them. A call that runs for longer is found in the slot of a later one: somebody waits in vain, nobody too short.</summary>
    private const int Slots = 4096;

    private readonly int[] _counts = new int[Slots];

    public long Count
    {
        get
        {
            Interlocked.MemoryBarrier();
            var count = 0L;
            foreach (var slot in _counts)
                count += slot;
            return count;
        }
    }

    /// <summary>Counts a call in and says when it came. Counted first: who asks in between finds it in its own slot or in an earlier one.</summary>
    public DateTimeOffset Enter(out int slot)
    {
        slot = (int)(time.GetUtcNow().UtcTicks >> SlotBits) & Slots - 1;
        Interlocked.Increment(ref _counts[slot]);
        return time.GetUtcNow();
    }

    public void Leave(int slot) => Interlocked.Decrement(ref _counts[slot]);

    /// <summary>A moment before which no call came that is still running, of those that came within the ring's time; now, where none runs.</summary>
    public DateTimeOffset NoneBefore(DateTimeOffset now)
    {
        Interlocked.MemoryBarrier();
        var newest = now.UtcTicks >> SlotBits;
        var place = (int)newest & Slots - 1;
        // From the slot after the newest, which is the oldest, around to the newest.
        var behind = _counts.AsSpan(place + 1).IndexOfAnyExcept(0);
        var age = behind >= 0 ? Slots - 1 - behind
            : _counts.AsSpan(0, place + 1).IndexOfAnyExcept(0) is var first and >= 0 ? place - first
            : -1;
        return age < 0 ? now : new DateTimeOffset(Math.Max(0, newest - age << SlotBits), TimeSpan.Zero);
    }
}
