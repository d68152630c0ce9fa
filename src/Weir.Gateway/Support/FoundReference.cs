using Weir.Policy;
using Weir.Traffic;

namespace Weir.Gateway.Support;

/// <summary>The call that a reference was given for.</summary>
/// <param name="Recorded">It stands in the journal; else it was remembered by this process alone.</param>
public sealed record ReferredCall(
    DateTimeOffset Time, string? Account, string? Organization, string? Key, string? EndUser, string Dialect, string? Model, int Status, string? Outcome, long? OutputTokens,
    string? Code, string? Says, string? Decision, bool Recorded);

/// <summary>A decision or an act that a reference leads to.</summary>
/// <param name="Clause">The clause of the terms as it reads now.</param>
/// <param name="Ledger">Its entry in the ledger; null where that is off, or it is not in there.</param>
public sealed record ReferredEntry(PolicyEntry Entry, Clause? Clause, long? Ledger);

/// <summary>Everything that a reference leads to: what support needs to answer whoever names it.</summary>
public sealed record FoundReference
{
    public required string Reference { get; init; }
    /// <summary>When it was made: of a refusal, when the call arrived.</summary>
    public required DateTimeOffset Made { get; init; }
    public ReferredCall? Call { get; init; }
    /// <summary>The decision, act or message of this reference, or the decision behind the call.</summary>
    public ReferredEntry? Decision { get; init; }
    /// <summary>What was said about it since: an approval, an answer.</summary>
    public IReadOnlyList<ReferredEntry> Since { get; init; } = [];
    /// <summary>Where whom it is about stands now.</summary>
    public Posture? Now { get; init; }
}
