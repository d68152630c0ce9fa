using Weir.Detection;
using Weir.Detection.Campaigns;

namespace Weir.Cli.Analyze;

/// <summary>A campaign in a few lines, for the text form and the page alike.</summary>
internal static class CampaignText
{
    public const int MostCampaigns = 20;
    public const int MostAccounts = 8;

    /// <summary>How many accounts, how much, what for.</summary>
    public static string Scope(CampaignFinding campaign) =>
        $"evidence {TextReport.Tenths(campaign.Evidence)} · {TextReport.Count(campaign.Accounts.Count, "account")} · {TextReport.Count(campaign.Exchanges, "exchange")} · {TextReport.Short(campaign.Exposure.NewTokens)} new tokens"
        + (campaign.Targets.Count == 0 ? "" : " · " + string.Join(", ", campaign.Targets.Take(5).Select(static target => SafeText.Name(target, 40))));

    public static string? Reached(CampaignFinding campaign)
    {
        var parts = new List<string>(2);
        if (campaign.WatchAt is { } watch)
            parts.Add($"watch since {TextReport.Time(watch)}, after {TextReport.Number(campaign.ExchangesBeforeWatch ?? 0)} exchanges of all its accounts");
        if (campaign.ActAt is { } act)
            parts.Add($"act since {TextReport.Time(act)}, after {TextReport.Number(campaign.ExchangesBeforeAct ?? 0)}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    public static string Accounts(CampaignFinding campaign)
    {
        var named = string.Join(", ", campaign.Accounts.Take(MostAccounts).Select(static member => SafeText.Name(member.Account, 40)));
        return campaign.Accounts.Count > MostAccounts ? $"{named} and {TextReport.Number(campaign.Accounts.Count - MostAccounts)} more" : named;
    }

    /// <summary>The answer in one sentence; null where there is none.</summary>
    public static string? Answer(IReadOnlyList<CampaignFinding> campaigns)
    {
        if (campaigns.Count == 0)
            return null;
        var act = campaigns.Count(static campaign => campaign.Verdict == Verdict.Act);
        var accounts = campaigns.Sum(static campaign => (long)campaign.Accounts.Count);
        return $"{TextReport.Count(campaigns.Count, "campaign")} of {TextReport.Count(accounts, "account")} that act as one: {TextReport.Number(act)} at act, {TextReport.Number(campaigns.Count - act)} at watch.";
    }
}
