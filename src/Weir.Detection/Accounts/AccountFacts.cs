namespace Weir.Detection.Accounts;

/// <summary>The operator's leave to distil.</summary>
public sealed record DistillationLicence(bool Distillation, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset time) => Distillation && (Until is null || time <= Until);
}

/// <summary>What the operator knows of an account. All but the account may be missing.</summary>
public sealed record AccountFacts
{
    public required string Account { get; init; }
    public DateTimeOffset? Created { get; init; }
    public string? Organization { get; init; }
    public string? EmailDomain { get; init; }
    /// <summary>An opaque mark that is the same for the same means of payment.</summary>
    public string? Payment { get; init; }
    public string? SignupAddress { get; init; }
    public bool? Verified { get; init; }
    public string? Tier { get; init; }
    /// <summary>ISO 3166 code of the country that the operator bills.</summary>
    public string? Country { get; init; }
    public DistillationLicence? Licence { get; init; }
}
