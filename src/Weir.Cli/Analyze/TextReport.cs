using System.Globalization;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>The report for a person at a terminal: the answer first, then who and why, then what could not be read.</summary>
internal sealed class TextReport(TextWriter output, bool colour)
{
    private const int MostAccounts = 20;
    private const int MostReasons = 3;
    private const int MostFallen = 5;

    public static void Write(Report report, TextWriter output, bool colour) => new TextReport(output, colour).Write(report);

    private void Write(Report report)
    {
        output.WriteLine(Answer(report));
        if (CampaignText.Answer(report.Campaigns) is { } campaigns)
            output.WriteLine(Paint(report.Campaigns.Any(static campaign => campaign.Verdict == Verdict.Act) ? Tone.Bad : Tone.Warn, campaigns));
        output.WriteLine();
        foreach (var campaign in report.Campaigns.Take(CampaignText.MostCampaigns))
            Campaign(campaign);
        if (report.Campaigns.Count > CampaignText.MostCampaigns)
            output.WriteLine($"… and {Number(report.Campaigns.Count - CampaignText.MostCampaigns)} more campaigns; --format json lists them all.\n");
        var shown = 0;
        foreach (var finding in report.Findings)
        {
            if (shown++ == MostAccounts)
                break;
            Account(finding);
        }

        if (report.Findings.Count > MostAccounts)
            output.WriteLine($"… and {Number(report.Findings.Count - MostAccounts)} more accounts; --format json lists them all.\n");
        if (Fallen(report) is { } fallen)
            output.WriteLine(fallen + "\n");
        output.WriteLine(Scope(report));
        if (report.Measured is { } measured)
            Truth(measured);
        if (Skipped(report) is { } skipped)
            output.WriteLine(skipped);
    }

    private string Answer(Report report)
    {
        var act = report.CountOf(Verdict.Act);
        var watch = report.CountOf(Verdict.Watch);
        var of = "of " + Count(report.Summary.Accounts, "account");
        if (act + watch == 0)
            return Paint(Tone.Good, report.Campaigns.Count == 0 ? $"Nothing found: none {of} looks like extraction." : $"None {of} looks like extraction by itself.");
        var looks = act + watch == 1 ? "looks like extraction" : "look like extraction";
        var urgency = act == 0 ? "None needs action yet; look closer."
            : act == act + watch ? (act == 1 ? "The evidence is enough to act." : "The evidence is enough to act on all of them.")
            : $"The evidence is enough to act on {Number(act)}; look closer at {Number(watch)}.";
        return Paint(act > 0 ? Tone.Bad : Tone.Warn, $"{Number(act + watch)} {of} {looks}. {urgency}");
    }

    private void Campaign(CampaignFinding campaign)
    {
        output.WriteLine(Paint(campaign.Verdict == Verdict.Act ? Tone.Bad : Tone.Warn, $"{campaign.Verdict.Word().ToUpperInvariant(),-8} campaign {campaign.Campaign}"));
        output.WriteLine("         " + CampaignText.Scope(campaign));
        if (CampaignText.Reached(campaign) is { } reached)
            output.WriteLine("         " + reached);
        foreach (var reason in campaign.Reasons.Take(MostReasons))
            output.WriteLine($"         - {SafeText.Name(reason.Says, 240)}");
        output.WriteLine("         " + CampaignText.Accounts(campaign));
        output.WriteLine();
    }

    private void Account(Finding finding)
    {
        var tone = finding.Verdict switch { Verdict.Act => Tone.Bad, Verdict.Watch => Tone.Warn, _ => Tone.Quiet };
        var word = finding.Licensed ? "LICENSED" : finding.Verdict.Word().ToUpperInvariant();
        var organization = finding.Organization is { } of ? $" ({SafeText.Name(of, 32)})" : "";
        organization += finding.Campaign is { } campaign ? $", campaign {SafeText.Name(campaign, 32)}" : "";
        output.WriteLine(Paint(tone, $"{word,-8} {SafeText.Name(finding.Account)}{organization}"));
        output.WriteLine($"         evidence {Tenths(finding.Evidence)} · {Count(finding.Exchanges, "exchange")} · {Short(finding.Exposure.Tokens)} tokens out, {Short(finding.Exposure.NewTokens)} of them new{Kinds(finding.Exposure)}");
        if (Reached(finding) is { } reached)
            output.WriteLine("         " + reached);
        foreach (var reason in finding.Reasons.Take(MostReasons))
            output.WriteLine($"         - {SafeText.Name(reason.Says, 200)}");
        if (finding.Reasons.Count > MostReasons)
            output.WriteLine($"         - and {finding.Reasons.Count - MostReasons} more");
        output.WriteLine();
    }

    private static string Kinds(Exposure exposure)
    {
        var most = exposure.ByKind.Take(3).Select(kind => $"{kind.Kind} {Percent((double)kind.Tokens / Math.Max(1, exposure.Tokens))}");
        return exposure.ByKind.Count == 0 ? "" : " (" + string.Join(", ", most) + ")";
    }

    private static string? Reached(Finding finding)
    {
        var parts = new List<string>(2);
        if (finding.WatchAt is { } watch)
            parts.Add($"watch since {Time(watch)}, after {Number(finding.ExchangesBeforeWatch ?? 0)} exchanges");
        if (finding.ActAt is { } act)
            parts.Add($"act since {Time(act)}, after {Number(finding.ExchangesBeforeAct ?? 0)}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static string Scope(Report report)
    {
        var when = report.Summary is { From: { } from, To: { } to } ? $" from {Time(from)} to {Time(to)} UTC" : "";
        return $"Read {Count(report.Summary.Exchanges, "exchange")} of {Count(report.Summary.Accounts, "account")}{when} in {Tenths(report.Seconds)} s.";
    }

    private void Truth(Measured measured)
    {
        output.WriteLine();
        output.WriteLine("Measured against the truth, with 95% intervals:");
        output.WriteLine($"  precision    watch {Of(measured.PrecisionAtWatch)}   act {Of(measured.PrecisionAtAct)}");
        output.WriteLine($"  recall       watch {Of(measured.RecallAtWatch)}   act {Of(measured.RecallAtAct)}");
        output.WriteLine($"  left before  watch {Percent(measured.LeftBeforeWatch.Value)}   act {Percent(measured.LeftBeforeAct.Value)} of the harvest");
        var width = Math.Max(5, measured.Classes.Select(one => SafeText.Name(one.Label.Class, 32).Length).DefaultIfEmpty().Max());
        output.WriteLine($"  {"class".PadRight(width)}  {"label",-10}  {"accounts",8}  {"at watch",-22}  at act");
        foreach (var one in measured.Classes)
            output.WriteLine($"  {SafeText.Name(one.Label.Class, 32).PadRight(width)}  {(one.Label.Extraction ? "extraction" : "benign"),-10}  {one.Watch.Of,8}  {Of(one.Watch),-22}  {Of(one.Act)}");
        if (measured.Unlabelled + measured.Unseen > 0)
            output.WriteLine($"  {Count(measured.Unlabelled, "account")} without a label, {Count(measured.Unseen, "label")} without an account.");
    }

    /// <summary>Who was suspected and is no more: a person decides whether that is enough.</summary>
    internal static string? Fallen(Report report)
    {
        if (report.Fallen.Count == 0)
            return null;
        var names = string.Join(", ", report.Fallen.Take(MostFallen).Select(static account => SafeText.Name(account)));
        var more = report.Fallen.Count > MostFallen ? $" and {Number(report.Fallen.Count - MostFallen)} more" : "";
        return $"{Count(report.Fallen.Count, "account")} looked like extraction for a time and no longer {(report.Fallen.Count == 1 ? "does" : "do")}: {names}{more}; --all shows why.";
    }

    private static string? Skipped(Report report)
    {
        var faults = report.Faults;
        if (faults.LinesSkipped + faults.BrokenFiles + faults.Notes == 0)
            return null;
        var parts = new List<string>();
        if (faults.LinesSkipped > 0)
            parts.Add($"{Number(faults.LinesSkipped)} of {Count(report.Lines, "line")} skipped");
        if (faults.BrokenFiles > 0)
            parts.Add($"{Count(faults.BrokenFiles, "file")} not read, or not to the end");
        if (faults[LogFaultKind.UnreadBody] > 0)
            parts.Add($"{Count(faults[LogFaultKind.UnreadBody], "line")} with a body that is not understood");
        if (faults[LogFaultKind.OutOfOrder] > 0)
            parts.Add($"{Count(faults[LogFaultKind.OutOfOrder], "line")} out of order");
        return "Not all could be used: " + string.Join(", ", parts) + ".";
    }

    private static string Of(Share share)
    {
        if (share.Value is null)
            return "none";
        var (low, high) = share.Interval;
        return $"{Number(share.Count)}, {Percent(share.Value)} ({Percent(low)}–{Percent(high)})";
    }

    internal static string Count(long number, string what) => number == 1 ? "1 " + what : $"{Number(number)} {what}s";

    internal static string Tenths(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Percent(double? share) => share is not { } value ? "–"
        : (value * 100).ToString(value is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + "%";

    internal static string Short(long number) => number switch
    {
        >= 1_000_000_000 => (number / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + "G",
        >= 1_000_000 => (number / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        >= 10_000 => (number / 1e3).ToString("0", CultureInfo.InvariantCulture) + "k",
        _ => Number(number),
    };

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private enum Tone { Good, Warn, Bad, Quiet }

    private string Paint(Tone tone, string text)
    {
        if (!colour)
            return text;
        var code = tone switch { Tone.Good => "32", Tone.Warn => "33;1", Tone.Bad => "31;1", _ => "2" };
        return $"\u001b[{code}m{text}\u001b[0m";
    }
}
