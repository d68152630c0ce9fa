namespace Weir.Detection.Campaigns;

/// <summary>How an account stands to a campaign.</summary>
public enum Belonging : byte
{
    Member = 0,
    /// <summary>Linked only by what others can put on it; nothing follows from that.</summary>
    Beside,
    Licensed,
}

/// <summary>One thing that accounts of a campaign have in common.</summary>
/// <param name="Kind">What sort of thing: <c>template</c>, <c>system prompt</c>, <c>phrase</c>, <c>client</c>, <c>network</c>, <c>end user</c>, <c>mail domain</c>, <c>registration network</c>, <c>creation hour</c>, <c>beginning</c>, <c>payment</c>, <c>waking day</c>.</param>
/// <param name="Family">What is behind such things: wording, client, place, registration, payment.</param>
/// <param name="Mark">Tells it from others of its kind in this campaign, and stays the same while the campaign lives. Says nothing of what it is.</param>
/// <param name="Name">What the operator's own facts call it, where they do.</param>
/// <param name="Accounts">Those of the listed accounts that have it, by their place in <see cref="CampaignBonds.Accounts"/>, ascending.</param>
/// <param name="Members">How many members have it, listed or not.</param>
/// <param name="OneIn">One ordinary account in so many has it.</param>
/// <param name="Weight">What it says for a tie, log10, as far as it counts.</param>
/// <param name="Forgeable">Whether somebody else can put it on an account.</param>
public sealed record CampaignBond(string Kind, string Family, string Mark, string? Name, IReadOnlyList<int> Accounts, int Members, double OneIn, double Weight, bool Forgeable);

/// <summary>An account as it came into a campaign.</summary>
public sealed record CampaignJoin(
    string Account, Belonging Belonging, double Certainty, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset LinkedAt, long ExchangesBeforeLink, long Exchanges, Verdict Verdict, long NewTokens);

/// <summary>Another campaign that became part of this one.</summary>
public sealed record CampaignMerge(DateTimeOffset At, string Campaign, int Accounts);

/// <summary>An account that fell silent for good, and one that began soon after: places in <see cref="CampaignBonds.Accounts"/>.</summary>
public readonly record struct CampaignReplacement(int Gone, int Came);

/// <summary>Exchanges of a campaign's accounts in equal stretches of time, counted since each was linked.</summary>
public sealed record CampaignVolume(DateTimeOffset From, TimeSpan Step, IReadOnlyList<long> Exchanges);

/// <summary>How a campaign hangs together and how it grew: for a picture of it. Read only.</summary>
public sealed record CampaignBonds
{
    public required string Campaign { get; init; }
    public Verdict Verdict { get; init; }
    public DateTimeOffset FoundAt { get; init; }
    /// <summary>In the order in which they were linked. Where not all are listed, those that were asked for are spread over the whole of it.</summary>
    public IReadOnlyList<CampaignJoin> Accounts { get; init; } = [];
    public int LeftOff { get; init; }
    /// <summary>What tells most first.</summary>
    public IReadOnlyList<CampaignBond> Bonds { get; init; } = [];
    /// <summary>Only where there are more of them than chance gives.</summary>
    public IReadOnlyList<CampaignReplacement> Replacements { get; init; } = [];
    public IReadOnlyList<CampaignMerge> Merges { get; init; } = [];
    /// <summary>How many accounts had been linked at each moment at which one was, at most a few hundred points.</summary>
    public IReadOnlyList<(DateTimeOffset At, int Accounts)> Growth { get; init; } = [];
    public required CampaignVolume Volume { get; init; }
    public IReadOnlyList<CampaignEvent> Timeline { get; init; } = [];
}
