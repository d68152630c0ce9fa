namespace Weir.Detection.Campaigns;

/// <summary>An account of a campaign: how surely it belongs, and why.</summary>
/// <param name="ExchangesBeforeLink">What it had done when it was linked.</param>
/// <param name="Firm">False: its link rests on what somebody else could have put on it, and its own conduct adds nothing. Such an account is told and never counted.</param>
public sealed record CampaignMember(string Account, double Certainty, DateTimeOffset LinkedAt, long ExchangesBeforeLink, bool Firm, IReadOnlyList<string> Because);

/// <summary>Something that happened to a campaign.</summary>
public sealed record CampaignEvent(DateTimeOffset At, string Says);

/// <summary>What detection says of accounts that act as one.</summary>
public sealed record CampaignFinding
{
    /// <summary>Stays the same as it grows; of two that merge, the elder's stays.</summary>
    public required string Campaign { get; init; }
    public Verdict Verdict { get; init; }
    /// <summary>Base-10 logarithm: how much better a harvest explains all of it together than honest use, beyond what random groups of ordinary accounts of that size reach, and how it is held together.</summary>
    public double Evidence { get; init; }

    /// <summary>Most certain first.</summary>
    public IReadOnlyList<CampaignMember> Accounts { get; init; } = [];
    /// <summary>Linked, but only by what others can put on an account, and innocent by their own conduct: no member, and no ground for anything.</summary>
    public IReadOnlyList<CampaignMember> Beside { get; init; } = [];
    /// <summary>Accounts that were left off these lists, because fewer were asked for.</summary>
    public int LeftOff { get; init; }
    /// <summary>Accounts in it whose organization is licensed to distil.</summary>
    public IReadOnlyList<string> Licensed { get; init; } = [];

    /// <summary>Kinds of ask, and models, most first.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
    public IReadOnlyList<Reason> Reasons { get; init; } = [];
    public long Exchanges { get; init; }
    public Exposure Exposure { get; init; } = Exposure.None;
    public IReadOnlyList<CampaignEvent> Timeline { get; init; } = [];
    /// <summary>Campaigns that became part of this one.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    public DateTimeOffset? FirstAt { get; init; }
    public DateTimeOffset? LastAt { get; init; }
    public DateTimeOffset? WatchAt { get; init; }
    public DateTimeOffset? ActAt { get; init; }
    public long? ExchangesBeforeWatch { get; init; }
    public long? ExchangesBeforeAct { get; init; }
}

/// <summary>An account that counts in a campaign, and how surely it belongs.</summary>
public readonly record struct Membership(string Account, double Certainty);

/// <summary>A campaign and those who count in it, without the reasons.</summary>
/// <param name="MainModel">The model that it takes most from.</param>
public sealed record CampaignMembers(string Campaign, Verdict Verdict, double Evidence, IReadOnlyList<Membership> Accounts, Exposure Exposure, string? MainModel);
