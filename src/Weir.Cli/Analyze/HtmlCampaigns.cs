using System.Globalization;
using Weir.Detection;
using Weir.Detection.Campaigns;

namespace Weir.Cli.Analyze;

/// <summary>Campaigns on the page: why, how it went, who and how surely.</summary>
internal static class HtmlCampaigns
{
    private const int MostCampaigns = 100;
    private const int MostAccounts = 200;

    public static void Write(HtmlWriter html, IReadOnlyList<CampaignFinding> campaigns)
    {
        if (campaigns.Count == 0)
            return;
        html.Add($"<h2>Campaigns</h2>");
        foreach (var campaign in campaigns.Take(MostCampaigns))
            One(html, campaign);
        if (campaigns.Count > MostCampaigns)
            html.Add($"<p class=\"soft\">and {TextReport.Number(campaigns.Count - MostCampaigns)} more campaigns; <code>--format json</code> lists them all.</p>");
    }

    private static void One(HtmlWriter html, CampaignFinding campaign)
    {
        var verdict = campaign.Verdict.Word();
        html.Add($"<details id=\"{SafeText.Name(campaign.Campaign, 40)}\"><summary><span class=\"verdict {verdict}\">{verdict}</span><span class=\"who\">{SafeText.Name(campaign.Campaign, 40)}</span><span class=\"line\">{CampaignText.Scope(campaign)}</span></summary><div class=\"inside\">");
        if (CampaignText.Reached(campaign) is { } reached)
            html.Add($"<p>{reached}.</p>");
        html.Add($"<table><thead><tr><th>Signal</th><th>What it says</th><th>Usual</th><th class=\"n\">Weight</th></tr></thead><tbody>");
        foreach (var reason in campaign.Reasons)
            html.Add($"<tr><td>{reason.Signal}</td><td>{SafeText.Name(reason.Says, 400)}</td><td>{SafeText.Name(reason.Usual, 200)}</td><td class=\"n\">{reason.Weight.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)}</td></tr>");
        html.Add($"</tbody></table>");
        if (campaign.Exposure.ByKind.Count > 0)
            HtmlCharts.Kinds(html, campaign.Exposure.ByKind);
        html.Add($"<table><thead><tr><th>When</th><th>What happened</th></tr></thead><tbody>");
        foreach (var (at, says) in campaign.Timeline)
            html.Add($"<tr><td>{TextReport.Time(at)}</td><td>{SafeText.Name(says, 200)}</td></tr>");
        html.Add($"</tbody></table>");
        Members(html, "Account", campaign.Accounts);
        if (campaign.Beside.Count > 0)
        {
            html.Add($"<p class=\"soft\">Beside it: accounts that are linked only by what others can put on them. They count for nothing.</p>");
            Members(html, "Beside", campaign.Beside);
        }

        html.Add($"</div></details>");
    }

    private static void Members(HtmlWriter html, string head, IReadOnlyList<CampaignMember> members)
    {
        html.Add($"<table><thead><tr><th>{head}</th><th class=\"n\">Certainty</th><th class=\"n\">Linked after</th><th>Because</th></tr></thead><tbody>");
        foreach (var member in members.Take(MostAccounts))
            html.Add($"<tr><td><bdi>{SafeText.Name(member.Account, 60)}</bdi></td><td class=\"n\">{member.Certainty.ToString("0.00", CultureInfo.InvariantCulture)}</td><td class=\"n\">{TextReport.Number(member.ExchangesBeforeLink)}</td><td>{SafeText.Name(member.Because.Count == 0 ? "" : member.Because[0], 240)}</td></tr>");
        html.Add($"</tbody></table>");
        if (members.Count > MostAccounts)
            html.Add($"<p class=\"soft\">and {TextReport.Number(members.Count - MostAccounts)} more.</p>");
    }
}
