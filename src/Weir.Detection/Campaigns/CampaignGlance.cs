namespace Weir.Detection.Campaigns;

/// <summary>A campaign at a glance: read off without comparing anybody with anything, so it may be asked for every second.</summary>
/// <param name="Accounts">Members; those that only stand beside it, and those that are licensed, not counted.</param>
public sealed record CampaignGlance(
    string Campaign, Verdict Verdict, double Evidence, int Accounts, long Exchanges, Exposure Exposure, IReadOnlyList<string> Targets, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, DateTimeOffset? ActAt, CampaignEvent? Latest);
