using Weir.Detection;
using Weir.Detection.Accounts;

namespace Weir.Policy;

/// <summary>That an account belongs to a campaign, and how surely.</summary>
public sealed record CampaignTie(string Campaign, Verdict Verdict, double Certainty);

/// <summary>What is known of somebody's conduct at a moment: everything that a rule may ask for.</summary>
public readonly record struct Sight
{
    public required DateTimeOffset Time { get; init; }
    public required Subject Whom { get; init; }
    public Verdict Verdict { get; init; }
    public double Evidence { get; init; }
    public long NewTokens { get; init; }
    public double BudgetUsed { get; init; }
    public int BiasedTokens { get; init; }
    public string? MainModel { get; init; }
    public CampaignTie? Tie { get; init; }
    /// <summary>Output by main kind of ask; asked for only where a rule wants it.</summary>
    public Func<Exposure>? Exposure { get; init; }
}

/// <summary>What is known of who an account is. Made here and nowhere else: this is where trust is defined.</summary>
/// <param name="Confirmed">Asking again who they are would tell nothing: somebody confirmed it here, or the policy trusts what facts say.</param>
/// <param name="Age">How long the account has been there; null where facts do not say.</param>
/// <param name="Silent">It has made no call for a while: there is nothing to stop, and what is thought of it may still change.</param>
public readonly record struct Known(bool Verified, bool Trusted, string? Tier, string? Country, bool Confirmed = false, TimeSpan? Age = null, bool Silent = false)
{
    /// <summary>
    /// Trusted is who confirmed who they are (where the policy says so), whose tier the policy trusts, whom the operator trusts by name,
    /// and who holds a licence.
    /// </summary>
    public static Known Of(TrustConfig trust, AccountFacts? facts, Standing? standing, bool licensed, DateTimeOffset time)
    {
        var verified = standing?.Verified ?? facts?.Verified ?? false;
        var trusted = licensed || standing?.Trusted == true || (trust.Verified && verified)
            || facts?.Licence is { } licence && licence.HoldsAt(time)
            || facts?.Tier is { } tier && trust.Tiers.Contains(tier, StringComparer.Ordinal);
        return new Known(verified, trusted, facts?.Tier, facts?.Country, standing?.Verified == true || (trust.Verified && verified), facts?.Created is { } created ? time - created : null);
    }
}
