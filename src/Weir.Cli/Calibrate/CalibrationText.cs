using Weir.Cli.Analyze;
using Weir.Detection;

namespace Weir.Cli.Calibrate;

/// <summary>The calibration for the person who has to confirm it.</summary>
internal static class CalibrationText
{
    private const int MostDoubted = 30;
    private const int MostParts = 8;

    public static void Write(Calibration calibration, string? path, TextWriter output)
    {
        var when = calibration.Summary is { From: { } from, To: { } to } ? $" from {TextReport.Time(from)} to {TextReport.Time(to)} UTC" : "";
        output.WriteLine($"Calibrated on {TextReport.Number(calibration.Summary.Exchanges)} exchanges of {TextReport.Number(calibration.Summary.Accounts)} accounts{when}.");
        output.WriteLine();
        output.WriteLine("What each verdict would have touched, with 95% intervals:");
        output.WriteLine($"  {"",-24}  {"accounts at watch",-28}  {"exchanges at watch",-22}  {"exchanges at act",-22}");
        Row(output, "all", calibration.Whole);
        Rows(output, "tier", calibration.ByTier);
        Rows(output, "language", calibration.ByLanguage);
        Rows(output, "kind", calibration.ByKind);
        output.WriteLine();
        Doubts(calibration, output);
        if (path is not null)
            output.WriteLine($"The calibration is in {SafeText.Name(path, 200)}.");
    }

    private static void Doubts(Calibration calibration, TextWriter output)
    {
        if (calibration.Doubted.Count == 0)
        {
            output.WriteLine("No account is doubted.");
            return;
        }

        if (calibration.Open == 0)
        {
            output.WriteLine($"Every doubted account ({TextReport.Number(calibration.Doubted.Count)}) is confirmed as ordinary.");
            return;
        }

        output.WriteLine($"{TextReport.Number(calibration.Open)} {(calibration.Open == 1 ? "account is" : "accounts are")} doubted. Look at each; write those that are ordinary into a file, one a line, and run again with --confirmed FILE:");
        foreach (var (finding, _) in calibration.Doubted.Where(doubt => !doubt.Confirmed).Take(MostDoubted))
            output.WriteLine($"  {SafeText.Name(finding.Account),-24}  {(finding.ActAt is null ? Verdict.Watch : Verdict.Act).Word(),-5}  evidence {TextReport.Tenths(finding.Evidence),5}  {SafeText.Name(finding.Reasons.Count > 0 ? finding.Reasons[0].Says : "", 120)}");
        if (calibration.Open > MostDoubted)
            output.WriteLine($"  … and {TextReport.Number(calibration.Open - MostDoubted)} more, all in the file.");
    }

    private static void Rows(TextWriter output, string what, IReadOnlyList<TouchedPart> parts)
    {
        foreach (var part in parts.Take(MostParts))
            Row(output, $"{what} {SafeText.Name(part.Name, 20)}", part);
    }

    private static void Row(TextWriter output, string name, TouchedPart part)
    {
        var (low, high) = part.Watch.Accounts.Interval;
        var accounts = $"{TextReport.Number(part.Watch.Accounts.Count)} of {TextReport.Number(part.Watch.Accounts.Of)} ({TextReport.Percent(low)}–{TextReport.Percent(high)})";
        output.WriteLine($"  {name,-24}  {accounts,-28}  {Exchanges(part.Watch),-22}  {Exchanges(part.Act)}");
    }

    private static string Exchanges(Touched touched)
    {
        var (low, high) = touched.ExchangeInterval;
        return $"{TextReport.Percent(touched.ExchangeShare)} ({TextReport.Percent(low)}–{TextReport.Percent(high)})";
    }
}
