using System.Text;
using Weir.Gateway.Limits;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>How a call with a bearer credential stands. Goes with the caller until the upstream has answered.</summary>
internal sealed record BearerTicket(Fingerprint Credential, Sender Sender, int FailuresPerMinute, bool Known, bool Charged, bool Proves);

/// <summary>
/// Identity <c>bearer</c>: the upstream checks credentials, Weir learns from its answers which ones are good. A credential
/// not yet accepted counts as a failure from the moment it is let through until the upstream accepts it, for its
/// sender and for all unknown ones together: a flood is forwarded no faster than failures are allowed, whether
/// from one address or from many, while accepted credentials pass beside it.
/// </summary>
internal sealed class BearerGate(KeyedHasher hasher, SipHash sip, FailureThrottle throttle, MonotonicClock clock)
{
    /// <summary>Unknown credentials a minute from everywhere, as a multiple of what one sender may fail.</summary>
    private const int Everywhere = 100;

    private const int NameSlots = 1 << 14;

    private readonly AcceptedCredentials _accepted = new();
    private readonly PendingCredentials _pending = new(clock);
    private readonly Named?[] _names = new Named?[NameSlots];
    private long _unknown;

    private sealed record Named(Fingerprint Credential, string Account);

    public int Accepted => _accepted.Count;

    public Refusal? Enter(ReadOnlySpan<char> credential, Sender sender, int failuresPerMinute, bool proves, out string account, out BearerTicket? ticket)
    {
        var fingerprint = sip.Of(credential);
        var known = _accepted.Contains(fingerprint);
        account = "";
        ticket = null;
        var charged = false;
        // Parallel first calls of one credential count once: they are one guess.
        if (!known && !_pending.Contains(fingerprint))
        {
            if (!Bucket.TryTake(ref _unknown, clock.Now, UnknownWeight(failuresPerMinute), out var wait))
                return AdmissionRefusals.UnknownBusy(MonotonicClock.Span(wait));
            if (!throttle.TryFail(sender, failuresPerMinute, out var senderWait))
            {
                Bucket.PutBack(ref _unknown, UnknownWeight(failuresPerMinute));
                return AdmissionRefusals.TooManyFailures(senderWait);
            }

            charged = true;
            _pending.Add(fingerprint);
        }

        account = NameOf(fingerprint, credential, remember: known);
        ticket = new BearerTicket(fingerprint, sender, failuresPerMinute, known, charged, proves);
        return null;
    }

    /// <summary>
    /// What the upstream's status says about the credential, and whether it is known to be good now. Only success on a call that
    /// needs a credential proves one: a path that does not exist, or a list that is open to all, answers anybody.
    /// </summary>
    public bool Answered(BearerTicket ticket, int status)
    {
        if (ticket.Known)
        {
            if (status != 401)
                return true;
            _accepted.Remove(ticket.Credential);
            return false;
        }

        if (status is >= 200 and < 300 && ticket.Proves)
        {
            _accepted.Add(ticket.Credential);
            _pending.Remove(ticket.Credential);
            if (ticket.Charged)
            {
                Bucket.PutBack(ref _unknown, UnknownWeight(ticket.FailuresPerMinute));
                throttle.Forgive(ticket.Sender, ticket.FailuresPerMinute);
            }

            return true;
        }

        if (status is 401 or 403)
        {
            _pending.Remove(ticket.Credential);
            if (!ticket.Charged)
                _ = throttle.TryFail(ticket.Sender, ticket.FailuresPerMinute, out _);
        }

        return _accepted.Contains(ticket.Credential);
    }

    private static long UnknownWeight(int failuresPerMinute) => Bucket.Weight(1, Everywhere * (long)failuresPerMinute);

    private string NameOf(in Fingerprint fingerprint, ReadOnlySpan<char> credential, bool remember)
    {
        ref var slot = ref _names[(int)(fingerprint.High & (NameSlots - 1))];
        if (Volatile.Read(ref slot) is { } known && known.Credential.EqualsInConstantTime(fingerprint))
            return known.Account;
        // Well-formed credentials are ASCII and bounded, see CallerCredential.
        Span<byte> bytes = credential.Length <= 1024 ? stackalloc byte[1024] : new byte[CallerCredential.MaxLength];
        var account = hasher.Name("a-", bytes[..Encoding.ASCII.GetBytes(credential, bytes)]);
        if (remember)
            Volatile.Write(ref slot, new Named(fingerprint, account));
        return account;
    }
}

/// <summary>
/// Credentials that are at the upstream for the first time right now. A fixed number of slots; one that is overwritten
/// or older than a minute is counted again at its next call, which is all that can happen.
/// </summary>
internal sealed class PendingCredentials(MonotonicClock clock)
{
    private const int Slots = 1 << 12;

    private readonly (Fingerprint Credential, long Until)[] _slots = new (Fingerprint, long)[Slots];
    private readonly Lock _gate = new();

    public bool Contains(in Fingerprint credential)
    {
        lock (_gate)
        {
            var (known, until) = _slots[Slot(credential)];
            return until > clock.Now && known.EqualsInConstantTime(credential);
        }
    }

    public void Add(in Fingerprint credential)
    {
        lock (_gate)
            _slots[Slot(credential)] = (credential, clock.Now + MonotonicClock.Minute);
    }

    public void Remove(in Fingerprint credential)
    {
        lock (_gate)
        {
            ref var slot = ref _slots[Slot(credential)];
            if (slot.Credential.EqualsInConstantTime(credential))
                slot = default;
        }
    }

    private static int Slot(in Fingerprint credential) => (int)(credential.High & (Slots - 1));
}
