using Weir.Gateway.Limits;

namespace Weir.Gateway.Admission;

/// <summary>
/// Counts failed attempts by sender in a table of fixed size: a flood of wrong credentials takes no memory and no
/// storage. Two senders may share a slot; all that a stranger can do to a sender that way is slow its own failing
/// attempts, because a valid credential is never asked about here. Which slot is whose depends on a key drawn at start.
/// </summary>
internal sealed class FailureThrottle(MonotonicClock clock, SipHash sip)
{
    internal const int Slots = 1 << 16;

    private readonly long[] _slots = new long[Slots];

    /// <summary>Counts one failure. False when the sender has had its share and must wait.</summary>
    public bool TryFail(Sender sender, int perMinute, out TimeSpan wait)
    {
        var allowed = Bucket.TryTake(ref Slot(sender), clock.Now, Bucket.Weight(1, perMinute), out var nanoseconds);
        wait = allowed ? TimeSpan.Zero : MonotonicClock.Span(nanoseconds);
        return allowed;
    }

    /// <summary>An attempt that was counted on entry turned out to be good.</summary>
    public void Forgive(Sender sender, int perMinute) => Bucket.PutBack(ref Slot(sender), Bucket.Weight(1, perMinute));

    private ref long Slot(Sender sender) => ref _slots[Senders.Slot(sip, sender.Bits.ThrottleBlock, Slots)];
}
