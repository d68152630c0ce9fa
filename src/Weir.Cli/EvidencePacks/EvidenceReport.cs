using System.Globalization;
using Weir.Cli.Analyze;
using Weir.Detection;
using Weir.Ledger.Signing;

namespace Weir.Cli.EvidencePacks;

/// <summary>The page of a pack: for a person who has to decide, in the order in which they will ask.</summary>
internal static class EvidenceReport
{
    private const int MostEntries = 500;

    public static string Of(
        EvidenceOrder order, Pseudonyms names, IReadOnlyList<PackedEntry> entries, IReadOnlyList<PackedSegment> segments, IReadOnlyList<PackedLine> lines,
        Checkpoint checkpoint, string version, DateTimeOffset made)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlWriter(text);
        text.Write($"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{HtmlStyle.Policy}"><title>Evidence</title><style>{HtmlStyle.Sheet}</style></head><body><main>""");
        page.Add($"<h1>Evidence on {(order.Campaign is null ? names.Of(order.Accounts[0]) : "a campaign of " + order.Accounts.Count + " accounts")}</h1>");
        page.Add($"""<p class="soft">Made {Moment(made)} by {order.By} with weir {version}. Everything below is in this pack as data, with the proofs by which <code>weir evidence verify</code> checks it.</p>""");
        if (order.Campaign is { } campaign)
            Reasons(page, names, $"The campaign: {campaign.Verdict.Word()}, evidence {campaign.Evidence.ToString("0.0", CultureInfo.InvariantCulture)}", campaign.Reasons);
        foreach (var finding in order.Findings)
        {
            Reasons(page, names, $"{names.Of(finding.Account)}: {finding.Verdict.Word()}, evidence {finding.Evidence.ToString("0.0", CultureInfo.InvariantCulture)}", finding.Reasons);
            page.Add($"<p>{finding.Exchanges} exchanges from {Moment(finding.FirstAt)} to {Moment(finding.LastAt)}; {finding.Exposure.NewTokens} new output tokens of {finding.Exposure.Tokens}.</p>");
        }

        page.Add($"<h2>What it rests on</h2><p>{lines.Count} lines of the journal in {segments.Count} segments, {lines.Count(static line => line.Path is not null)} of them proved. A segment's root stands in an entry of the ledger; the ledger's checkpoint of {checkpoint.Size} entries is signed by <code>{checkpoint.Origin}</code>.</p>");
        page.Add($"<p>Evidence is the base-10 logarithm of an e-value: for ordinary use it reaches {VerdictThresholds.Act} with a probability of at most {Math.Pow(10, -VerdictThresholds.Act).ToString("0.0000", CultureInfo.InvariantCulture)}, as far as the yardstick is right. How often verdicts were wrong in this operator's own traffic stands in <code>{PackNames.Rules}</code>.</p>");
        page.Add($"""<h2>Entries of the ledger</h2><div class="card"><table><tr><th>Entry</th><th>When</th><th>What</th><th>By</th></tr>""");
        foreach (var entry in entries.Take(MostEntries))
            page.Add($"""<tr><td class="n">{entry.Index}</td><td>{Moment(entry.Time)}</td><td>{entry.Type}</td><td>{entry.Actor}</td></tr>""");
        page.Add($"</table></div>");
        if (entries.Count > MostEntries)
            page.Add($"<p>and {entries.Count - MostEntries} more.</p>");
        page.Add($"<h2>What it does not show</h2><p>A finding is a measurement of behaviour, not a verdict on a person. It does not show who held a key, nor what became of the answers. Accounts are named by pseudonyms unless the pack says otherwise; the key to them is kept apart.</p>");
        text.Write("</main></body></html>\n");
        return text.ToString();
    }

    private static void Reasons(HtmlWriter page, Pseudonyms names, string head, IReadOnlyList<Reason> reasons)
    {
        page.Add($"""<h2>{head}</h2><div class="card"><table><tr><th>Reason</th><th>Usual</th><th class="n">Weight</th></tr>""");
        foreach (var reason in reasons)
            page.Add($"""<tr><td>{names.Hide(reason.Says)}</td><td>{names.Hide(reason.Usual)}</td><td class="n">{reason.Weight}</td></tr>""");
        page.Add($"</table></div>");
    }

    private static string Moment(DateTimeOffset? time) => time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "unknown";
}
