using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Support;

/// <summary>A call that Weir refused or cut, and what its caller was told.</summary>
/// <param name="Account">Null where nobody was known.</param>
internal sealed record RecentRefusal(string Reference, DateTimeOffset Time, string? Account, string? Organization, string? Key, Dialect Dialect, string? Model, int Status, Refused Told);

/// <summary>
/// The newest refusals, so that support finds one in the second after it was given, one that no journal keeps, and one by which nobody known was
/// refused. Of fixed size, without a lock; calls by nobody push out only their like.
/// </summary>
internal sealed class RecentRefusals
{
    private readonly Ring _known = new(16_384);
    private readonly Ring _nobodys = new(4_096);

    public void Add(RecentRefusal refusal) => (refusal.Account is null ? _nobodys : _known).Add(refusal);

    public RecentRefusal? Find(string reference) => _known.Find(reference) ?? _nobodys.Find(reference);

    private sealed class Ring(int size)
    {
        private readonly RecentRefusal?[] _slots = new RecentRefusal?[size];
        private uint _next;

        public void Add(RecentRefusal refusal) => Volatile.Write(ref _slots[Interlocked.Increment(ref _next) % (uint)size], refusal);

        public RecentRefusal? Find(string reference) =>
            Array.Find(_slots, one => one is not null && string.Equals(one.Reference, reference, StringComparison.Ordinal));
    }
}
