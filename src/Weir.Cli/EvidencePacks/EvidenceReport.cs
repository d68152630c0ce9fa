using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Cli.Analyze;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Ledger.Signing;

namespace Weir.Cli.EvidencePacks;

/// <summary>The page of a pack: for a person who has to decide, in the order in which they will ask. What it says stands in the pack as data, too.</summary>
internal sealed class EvidenceReport(
    EvidenceOrder order, Pseudonyms names, LedgerPart ledger, IReadOnlyList<PackedSegment> segments, IReadOnlyList<PackedLine> lines, JsonObject rules,
    Checkpoint checkpoint, Checkpoint? witnessed, Custody custody, Redactions redactions, string version)
{
    private const int MostRows = 500;
    private const int MostReasonsOf = 50;
    private const int MostTerms = 20_000;

    public string Write()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlWriter(text);
        text.Write($"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="{HtmlStyle.Policy}"><title>Evidence</title><style>{HtmlStyle.Sheet}</style></head><body><main>""");
        Summary(page);
        if (order.Campaign is { } campaign)
            Campaign(page, campaign);
        Accounts(page);
        Decisions(page);
        Terms(page);
        Measure(page);
        Proof(page);
        Handling(page);
        text.Write("</main></body></html>\n");
        return text.ToString();
    }

    private void Summary(HtmlWriter page)
    {
        var (from, to) = (order.Findings.Min(static finding => finding.FirstAt), order.Findings.Max(static finding => finding.LastAt));
        var verdict = order.Campaign?.Verdict ?? order.Findings[0].Verdict;
        var evidence = order.Campaign?.Evidence ?? order.Findings[0].Evidence;
        var title = order.Campaign is { } campaign ? $"a campaign of {TextReport.Count(campaign.Accounts.Count, "account")}" : names.Of(order.Accounts[0]);
        page.Add($"<h1>Evidence on {title}</h1>");
        page.Add($"""<p class="soft">Made {Moment(custody.At)} by {order.By} with weir {version}. All times are UTC. {(names.Named ? "Accounts are named." : "Accounts stand as pseudonyms; the key to them is a file of its own.")}</p>""");
        page.Add($"<p>{Answer(verdict)} Between {Moment(from)} and {Moment(to)}, {(order.Findings.Count == 1 ? "it" : "they")} made {TextReport.Number(order.Findings.Sum(static finding => finding.Exchanges))} calls and received {TextReport.Number(order.Findings.Sum(static finding => finding.Exposure.Tokens))} tokens of answers, {TextReport.Number(order.Findings.Sum(static finding => finding.Exposure.NewTokens))} of them new rather than repeated.</p>");
        page.Add($"""<div class="tiles"><div class="tile"><b>{verdict.Word()}</b><span>verdict</span></div><div class="tile"><b>{Tenths(evidence)}</b><span>evidence (act from {VerdictThresholds.Act})</span></div><div class="tile"><b>{order.Accounts.Count}</b><span>accounts</span></div><div class="tile"><b>{lines.Count(static line => line.Path is not null)} of {lines.Count}</b><span>calls with proof</span></div><div class="tile"><b>{ledger.Decisions.Count(static row => row.IsDecision)}</b><span>recorded decisions and acts</span></div></div>""");
    }

    private string Answer(Verdict verdict)
    {
        var who = order.Campaign is null ? "This account's use of the model" : "The use that these accounts together made of the model";
        return verdict switch
        {
            Verdict.Act => $"{who} was found unlike ordinary use, and like a systematic harvest of its answers, strongly enough to act on.",
            Verdict.Watch => $"{who} was found unlike ordinary use, strongly enough to look closer, not to act on.",
            _ => $"{who} was not found unlike ordinary use.",
        };
    }

    private void Campaign(HtmlWriter page, CampaignFinding campaign)
    {
        page.Add($"<h2>What makes them one campaign ({campaign.Campaign})</h2>");
        Reasons(page, campaign.Reasons);
        if (campaign.Targets.Count > 0)
            page.Add($"<p>They took mostly: {string.Join(", ", campaign.Targets)}.</p>");
        page.Add($"""<h2>How it went</h2><div class="card"><table><tr><th>When</th><th>What happened</th></tr>""");
        foreach (var (at, says) in campaign.Timeline.Take(MostRows))
            page.Add($"<tr><td>{Moment(at)}</td><td>{names.Hide(says)}</td></tr>");
        page.Add($"</table></div>");
        More(page, campaign.Timeline.Count, "findings.json");
    }

    private void Accounts(HtmlWriter page)
    {
        if (order.Findings.Count > 1 || order.Campaign is not null)
        {
            var members = (order.Campaign?.Accounts ?? []).ToDictionary(static member => member.Account, StringComparer.Ordinal);
            page.Add($"""<h2>The accounts</h2><div class="card"><table><tr><th>Account</th><th>By itself</th><th class="n">Certainty</th><th class="n">Calls</th><th class="n">New tokens</th><th class="n">First call</th><th class="n">Last call</th><th>Why it belongs</th></tr>""");
            foreach (var finding in order.Findings.OrderByDescending(finding => members.GetValueOrDefault(finding.Account)?.Certainty ?? 0).Take(MostRows))
            {
                var member = members.GetValueOrDefault(finding.Account);
                page.Add($"""<tr><td>{names.Of(finding.Account)}</td><td>{finding.Verdict.Word()}, {Tenths(finding.Evidence)}</td><td class="n">{(member is null ? "" : member.Certainty.ToString("0.00", CultureInfo.InvariantCulture))}</td><td class="n">{TextReport.Number(finding.Exchanges)}</td><td class="n">{TextReport.Number(finding.Exposure.NewTokens)}</td><td class="n">{Short(finding.FirstAt)}</td><td class="n">{Short(finding.LastAt)}</td><td>{names.Hide(string.Join(" ", member?.Because.Take(2) ?? []))}</td></tr>""");
            }

            page.Add($"</table></div>");
            More(page, order.Findings.Count, PackNames.Findings);
            if (order.Campaign is { Beside.Count: > 0 } campaign)
                page.Add($"""<p class="soft">{TextReport.Count(campaign.Beside.Count, "further account")} stood beside it, linked only by what somebody else could have put on them. They were not counted and are not in this pack.</p>""");
        }

        // In a campaign an account that is clear by itself says little by itself.
        var told = order.Findings.Where(finding => finding.Reasons.Count > 0 && (order.Campaign is null || finding.Verdict > Verdict.Clear)).OrderByDescending(static finding => finding.Evidence).ToList();
        foreach (var finding in told.Take(MostReasonsOf))
        {
            page.Add($"<h2>{names.Of(finding.Account)} by itself: {finding.Verdict.Word()}, evidence {Tenths(finding.Evidence)}</h2>");
            Reasons(page, finding.Reasons);
        }

        if (told.Count > MostReasonsOf || told.Count < order.Findings.Count)
            page.Add($"""<p class="soft">What was measured of each other account stands in <code>{PackNames.Findings}</code>.</p>""");
    }

    private void Reasons(HtmlWriter page, IReadOnlyList<Reason> reasons)
    {
        if (reasons.Count == 0)
            return;
        page.Add($"""<div class="card"><table><tr><th>What was measured</th><th>What is usual</th><th class="n">Weight</th></tr>""");
        foreach (var reason in reasons)
            page.Add($"""<tr><td>{names.Hide(reason.Says)}</td><td>{names.Hide(reason.Usual)}</td><td class="n">{reason.Weight.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)}</td></tr>""");
        page.Add($"</table></div>");
    }

    private void Decisions(HtmlWriter page)
    {
        page.Add($"<h2>What was decided, by whom and why</h2>");
        if (!ledger.Decisions.Any(static row => row.IsDecision))
            page.Add($"<p>No decision about these accounts stands in the ledger.</p>");
        else
            Rows(page, [.. ledger.Decisions.Where(static row => row.IsDecision)], why: true);
        if (ledger.Decisions.Any(static row => !row.IsDecision))
        {
            page.Add($"<h2>Keys, facts and licences</h2>");
            Rows(page, [.. ledger.Decisions.Where(static row => !row.IsDecision)], why: false);
        }
    }

    private static void Rows(HtmlWriter page, List<DecisionRow> rows, bool why)
    {
        page.Add($"""<div class="card"><table><tr><th class="n">Entry</th><th class="n">When</th><th>About</th><th>What</th>""");
        page.Add(why ? (FormattableString)$"<th>Why</th><th>By</th></tr>" : $"<th>By</th></tr>");
        foreach (var row in rows.Take(MostRows))
        {
            page.Add($"""<tr><td class="n">{row.Index}</td><td class="n">{Short(row.Time)}</td><td>{row.Whom}</td><td>{row.What}</td>""");
            page.Add(why ? (FormattableString)$"<td>{row.Why}</td><td>{row.By}</td></tr>" : $"<td>{row.By}</td></tr>");
        }

        page.Add($"</table></div>");
        More(page, rows.Count, PackNames.Entries);
    }

    private void Terms(HtmlWriter page)
    {
        page.Add($"<h2>Terms and policy in force</h2>");
        if (ledger.Terms.Count == 0)
            page.Add($"<p>No terms were recorded (<code>ledger: terms:</code> names the file).</p>");
        foreach (var (entry, text) in ledger.Terms)
        {
            page.Add($"<p>Entry {entry}, {Moment(TimeOf(entry))}: the terms that callers were held to from then on.</p>");
            page.Add($"""<details><summary><span class="verdict">terms</span><span class="who">{text.Length} characters</span></summary><div class="inside"><p>""");
            foreach (var paragraph in (text.Length > MostTerms ? text[..MostTerms] + " …" : text).Split('\n'))
                page.Add($"{paragraph}<br>");
            page.Add($"</p></div></details>");
        }

        foreach (var (entry, hash) in ledger.Policies)
            page.Add($"<p>Entry {entry}, {Moment(TimeOf(entry))}: a policy came into force, SHA-256 <code>{hash}</code>; its text is in the entry's payload.</p>");
        if (ledger.Policies.Count == 0)
            page.Add($"<p>No policy was in force: nobody was moved by the machine.</p>");
    }

    private DateTimeOffset? TimeOf(long index) => ledger.Entries.FirstOrDefault(entry => entry.Index == index)?.Time;

    private void Measure(HtmlWriter page)
    {
        page.Add($"<h2>How far the measure can be trusted</h2>");
        page.Add($"<p>Evidence is the base-10 logarithm of an e-value. For ordinary use it reaches {VerdictThresholds.Watch} (watch) with a probability of at most {Chance(VerdictThresholds.Watch)} and {VerdictThresholds.Act} (act) with at most {Chance(VerdictThresholds.Act)}, whenever and however often one looks, as far as the yardstick of ordinary use is right.</p>");
        if (rules["false_alarms"] is JsonObject touched)
        {
            page.Add($"""<p>Measured on this operator's own past traffic (calibration, SHA-256 <code>{rules["calibration_sha256"]?.ToString()}</code>): what each verdict would have touched there. Where that traffic was ordinary, these are false alarms.</p><div class="card"><table><tr><th>Verdict</th><th class="n">Accounts</th><th class="n">of</th><th class="n">Share</th><th class="n">95% interval</th></tr>""");
            foreach (var verdict in new[] { "watch", "act" })
            {
                if (touched[verdict]?["accounts"] is JsonObject share)
                    page.Add($"""<tr><td>{verdict}</td><td class="n">{share["count"]?.ToString()}</td><td class="n">{share["of"]?.ToString()}</td><td class="n">{Percent(share["share"])}</td><td class="n">{Percent(share["low"])} to {Percent(share["high"])}</td></tr>""");
            }

            page.Add($"</table></div>");
        }
        else
        {
            page.Add($"<p>How often it is wrong on this operator's traffic: {rules["false_alarms"]?.ToString()}.</p>");
        }

        page.Add($"""<p class="soft">Rules: weir {version}, detection module {rules["detection_module"]?.ToString()}. The same module and the same journal give the same findings.</p>""");
    }

    private void Proof(HtmlWriter page)
    {
        page.Add($"<h2>What proves it</h2>");
        page.Add($"<p>Every call is a line of the journal. The lines of an hour are the leaves of a tree, whose root was written into an entry of the ledger when the hour was over. The ledger is a tree of its own; whoever signed its checkpoint cannot change an entry any more without that being seen. <code>weir evidence verify</code> checks each step offline; so can any program that knows RFC 6962 and the C2SP specifications of transparency logs.</p>");
        page.Add($"""<div class="card"><table><tr><th>Hour</th><th class="n">Lines of these accounts</th><th class="n">Lines in all</th><th class="n">Entry</th><th>Root</th></tr>""");
        var counts = lines.CountBy(static line => line.Segment).ToDictionary(StringComparer.Ordinal);
        foreach (var segment in segments.Take(MostRows))
            page.Add($"""<tr><td>{segment.Segment}</td><td class="n">{counts.GetValueOrDefault(segment.Segment)}</td><td class="n">{segment.Lines}</td><td class="n">{segment.Entry?.ToString(CultureInfo.InvariantCulture) ?? "not recorded yet"}</td><td>{segment.Root ?? ""}</td></tr>""");
        page.Add($"</table></div>");
        More(page, segments.Count, PackNames.Segments);
        page.Add($"<p>Checkpoint of {checkpoint.Size} entries, root <code>{checkpoint.Root}</code>, signed by <code>{checkpoint.Origin}</code>; the public key is in <code>{PackNames.Key}</code> and should be compared with one from elsewhere.</p>");
        var seen = witnessed?.Note.Signatures.Select(static signature => (signature.Name, Time: Cosignature.TimeOf(signature))).Where(static signature => signature.Time is not null).ToList() ?? [];
        if (seen.Count == 0)
            page.Add($"<p>No witness has signed a checkpoint of this ledger. That it is not a second one, made up later, rests on the operator's key alone.</p>");
        foreach (var (name, time) in seen)
            page.Add($"<p>The witness {name} had seen {witnessed!.Size} entries by {Moment(time)}, and says so in its signature.</p>");
        page.Add($"<p>{TextReport.Number(ledger.Entries.Count)} entries of the ledger are in this pack, from {Moment(ledger.Entries.Min(static entry => (DateTimeOffset?)entry.Time))} to {Moment(ledger.Entries.Max(static entry => (DateTimeOffset?)entry.Time))}.</p>");
    }

    private void Handling(HtmlWriter page)
    {
        page.Add($"<h2>Custody, and what was withheld</h2>");
        page.Add($"""<div class="card"><table><tr><th>When</th><th>Who</th><th>What</th></tr><tr><td>{Moment(custody.At)}</td><td>{custody.By}</td><td>{custody.Did}</td></tr></table></div>""");
        page.Add($"<p>Clock: {custody.Clock}. Whoever hands the pack on adds who, when and how in <code>{PackNames.Custody}</code> of a copy, or on paper with the hash of <code>{PackFile.Manifest}</code>.</p>");
        page.Add($"<p>Names: {redactions.Names} Content: {redactions.Content}.</p>");
        foreach (var note in redactions.Notes)
            page.Add($"<p>{note}.</p>");
        page.Add($"<h2>What it does not show</h2><p>A finding is a measurement of behaviour, not a verdict on a person. It does not show who held a key, nor what became of the answers. Findings are made anew from the journal that is left; the decisions of the day are the entries above.</p>");
    }

    private static void More(HtmlWriter page, int count, string file)
    {
        if (count > MostRows)
            page.Add($"""<p class="soft">and {count - MostRows} more in <code>{file}</code>.</p>""");
    }

    private static string Tenths(double evidence) => evidence.ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Short(DateTimeOffset? time) => time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private static string Chance(double threshold) => Math.Pow(10, -threshold).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Percent(JsonNode? share) => share is null ? "" : (100 * share.GetValue<double>()).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static string Moment(DateTimeOffset? time) => time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "unknown";
}
