using System.Globalization;
using Weir.Detection;

namespace Weir.Cli.Analyze;

/// <summary>
/// The report as one page without scripts and without anything fetched, for a meeting or an archive. Its policy forbids
/// everything but its own style sheet, so that even a mistake here could not run what a log smuggles in.
/// </summary>
internal sealed class HtmlReport(HtmlWriter html, Report report)
{
    private const int MostAccounts = 500;

    public static void Write(Report report, TextWriter output) => new HtmlReport(new HtmlWriter(output), report).Page(output);

    private void Page(TextWriter output)
    {
        output.Write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"");
        output.Write(HtmlStyle.Policy);
        output.Write("\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><title>Weir: analysis of traffic</title><style>");
        output.Write(HtmlStyle.Sheet);
        output.Write("</style></head><body><main>");
        Head();
        html.Add($"<h2>Traffic</h2><div class=\"card\">");
        HtmlCharts.Traffic(html, report);
        html.Add($"</div>");
        if (report.Everyone.Count > 0)
        {
            html.Add($"<h2>Accounts</h2><div class=\"card\">");
            HtmlCharts.Population(html, report);
            html.Add($"</div>");
        }

        HtmlCampaigns.Write(html, report.Campaigns);
        Findings();
        if (report.Measured is { } measured)
            Truth(measured);
        Skipped();
        html.Add($"<h2>How to read this</h2><div class=\"card soft\"><p>Evidence is the base-10 logarithm of an e-value: how many times better extraction explains an account than ordinary use does, valid whenever one looks. <b>watch</b> means look closer, <b>act</b> means evidence enough for a hard response. Each reason names what was measured, what is usual, and what it added. A finding is a reason to look, made from behaviour; it is not a proof of who somebody is or of what they intend.</p></div>");
        output.Write("</main></body></html>\n");
    }

    private void Head()
    {
        var act = report.CountOf(Verdict.Act);
        var watch = report.CountOf(Verdict.Watch);
        var campaigns = report.Campaigns;
        var mood = act > 0 || campaigns.Any(static campaign => campaign.Verdict == Verdict.Act) ? "act" : watch + campaigns.Count > 0 ? "watch" : "clear";
        var answer = act + watch == 0 ? (campaigns.Count == 0 ? "Nothing found: no account looks like extraction" : "No account looks like extraction by itself")
            : $"{TextReport.Number(act + watch)} of {TextReport.Number(report.Summary.Accounts)} accounts {(act + watch == 1 ? "looks" : "look")} like extraction";
        html.Add($"<h1 class=\"{mood}\">{answer}</h1>");
        if (CampaignText.Answer(campaigns) is { } together)
            html.Add($"<h1 class=\"{mood}\">{together}</h1>");
        if (report.Summary is { From: { } from, To: { } to })
            html.Add($"<p class=\"soft\">{TextReport.Time(from)} to {TextReport.Time(to)} UTC</p>");
        var suspects = report.Suspects.ToList();
        html.Add($"<div class=\"tiles\">");
        Tile(TextReport.Number(act), "at act");
        Tile(TextReport.Number(watch), "at watch");
        Tile(TextReport.Short(suspects.Sum(finding => finding.Exposure.NewTokens)), "new tokens left through them");
        Tile(TextReport.Number(report.Summary.Accounts), "accounts");
        Tile(TextReport.Number(report.Summary.Exchanges), "exchanges");
        Tile(TextReport.Number(report.Faults.LinesSkipped), "lines skipped");
        html.Add($"</div>");
        var kinds = suspects.SelectMany(finding => finding.Exposure.ByKind).GroupBy(kind => kind.Kind, StringComparer.Ordinal)
            .Select(group => new KindTokens(group.Key, group.Sum(kind => kind.Tokens))).ToList();
        if (kinds.Count == 0)
            return;
        html.Add($"<h2>What left through them, in tokens by kind of ask</h2><div class=\"card\">");
        HtmlCharts.Kinds(html, kinds);
        html.Add($"</div>");
    }

    private void Tile(string number, string what) => html.Add($"<div class=\"tile\"><b>{number}</b><span>{what}</span></div>");

    private void Findings()
    {
        if (report.Findings.Count == 0)
            return;
        html.Add($"<h2>Findings</h2>");
        foreach (var finding in report.Findings.Take(MostAccounts))
            One(finding);
        if (report.Findings.Count > MostAccounts)
            html.Add($"<p class=\"soft\">and {TextReport.Number(report.Findings.Count - MostAccounts)} more accounts; <code>--format json</code> lists them all.</p>");
    }

    private void One(Finding finding)
    {
        var verdict = finding.Verdict.Word();
        html.Add($"<details><summary><span class=\"verdict {verdict}\">{(finding.Licensed ? "licensed" : verdict)}</span><span class=\"who\"><bdi>{SafeText.Name(finding.Account)}</bdi></span>");
        html.Add($"<span class=\"line\">evidence {TextReport.Tenths(finding.Evidence)} · {TextReport.Number(finding.Exchanges)} exchanges · {TextReport.Short(finding.Exposure.NewTokens)} new tokens · {finding.Reasons.Select(reason => SafeText.Name(reason.Says, 160)).FirstOrDefault() ?? "no reason stands out"}</span></summary><div class=\"inside\">");
        if (finding.Organization is { } organization)
            html.Add($"<p>Organization <bdi>{SafeText.Name(organization)}</bdi></p>");
        if (finding.Campaign is { } campaign)
            html.Add($"<p>Campaign <a href=\"#{SafeText.Name(campaign, 40)}\">{SafeText.Name(campaign, 40)}</a></p>");
        if (finding.WatchAt is { } watch)
            html.Add($"<p>Watch since {TextReport.Time(watch)}, after {TextReport.Number(finding.ExchangesBeforeWatch ?? 0)} exchanges.</p>");
        if (finding.ActAt is { } act)
            html.Add($"<p>Act since {TextReport.Time(act)}, after {TextReport.Number(finding.ExchangesBeforeAct ?? 0)} exchanges.</p>");
        html.Add($"<table><thead><tr><th>Signal</th><th>What it says</th><th class=\"n\">Measured</th><th>Usual</th><th class=\"n\">Weight</th></tr></thead><tbody>");
        foreach (var reason in finding.Reasons)
            html.Add($"<tr><td>{reason.Signal}</td><td>{SafeText.Name(reason.Says, 400)}</td><td class=\"n\">{reason.Value.ToString("0.###", CultureInfo.InvariantCulture)}</td><td>{SafeText.Name(reason.Usual, 200)}</td><td class=\"n\">{reason.Weight.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)}</td></tr>");
        html.Add($"</tbody></table>");
        if (finding.Exposure.ByKind.Count > 0)
        {
            html.Add($"<p class=\"soft\">Tokens out by kind of ask, {TextReport.Number(finding.Exposure.Tokens)} in all:</p>");
            HtmlCharts.Kinds(html, finding.Exposure.ByKind);
        }

        html.Add($"</div></details>");
    }

    private void Truth(Measured measured)
    {
        html.Add($"<h2>Measured against the truth</h2><div class=\"card\"><table><thead><tr><th>Class</th><th>Label</th><th class=\"n\">Accounts</th><th class=\"n\">At watch</th><th class=\"n\">At act</th><th class=\"n\">Left before act</th></tr></thead><tbody>");
        foreach (var one in measured.Classes)
            html.Add($"<tr><td>{SafeText.Name(one.Label.Class)}</td><td>{(one.Label.Extraction ? "extraction" : "benign")}</td><td class=\"n\">{one.Watch.Of}</td><td class=\"n\">{Of(one.Watch)}</td><td class=\"n\">{Of(one.Act)}</td><td class=\"n\">{(one.Label.Extraction ? TextReport.Percent(one.LeftBeforeAct.Value) : "–")}</td></tr>");
        html.Add($"<tr><td>Precision</td><td></td><td></td><td class=\"n\">{Of(measured.PrecisionAtWatch)}</td><td class=\"n\">{Of(measured.PrecisionAtAct)}</td><td></td></tr>");
        html.Add($"<tr><td>Recall</td><td></td><td></td><td class=\"n\">{Of(measured.RecallAtWatch)}</td><td class=\"n\">{Of(measured.RecallAtAct)}</td><td class=\"n\">{TextReport.Percent(measured.LeftBeforeAct.Value)}</td></tr></tbody></table></div>");
    }

    private void Skipped()
    {
        if (TextReport.Fallen(report) is { } fallen)
            html.Add($"<p class=\"soft\">{fallen}</p>");
        if (report.Faults.Kept.Count == 0)
            return;
        html.Add($"<h2>What could not be used</h2><div class=\"card\"><table><thead><tr><th>File</th><th class=\"n\">Line</th><th>What is wrong</th></tr></thead><tbody>");
        foreach (var fault in report.Faults.Kept)
            html.Add($"<tr><td><bdi>{SafeText.Name(fault.Source, 120)}</bdi></td><td class=\"n\">{fault.Line}</td><td>{SafeText.Name(fault.Says, 200)}</td></tr>");
        html.Add($"</tbody></table></div>");
        if (report.Faults.Total > report.Faults.Kept.Count)
            html.Add($"<p class=\"soft\">and {TextReport.Number(report.Faults.Total - report.Faults.Kept.Count)} more.</p>");
    }

    private static string Of(Share share)
    {
        var (low, high) = share.Interval;
        return share.Value is null ? "–" : $"{TextReport.Percent(share.Value)} ({TextReport.Percent(low)}–{TextReport.Percent(high)})";
    }
}
