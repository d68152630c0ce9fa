using Weir.Detection;

namespace Weir.Cli.Analyze;

/// <summary>The report's pictures, as SVG that takes its colours from the page.</summary>
internal static class HtmlCharts
{
    private const double Width = 940, Left = 52, Right = 930;

    /// <summary>Exchanges over time, and when verdicts were first reached.</summary>
    public static void Traffic(HtmlWriter html, Report report)
    {
        const double top = 26, bottom = 170;
        const int mostMarks = 300;
        var counts = report.Timeline.Counts;
        if (counts.IsEmpty)
            return;
        long most = 1;
        foreach (var count in counts)
            most = Math.Max(most, count);
        var step = (Right - Left) / counts.Length;
        html.Add($"<svg viewBox=\"0 0 {Width} 200\" role=\"img\" aria-label=\"Exchanges over time\">");
        html.Add($"<line class=\"axis\" x1=\"{Left}\" y1=\"{bottom}\" x2=\"{Right}\" y2=\"{bottom}\"/><text x=\"{Left - 6}\" y=\"{top + 4}\" text-anchor=\"end\">{TextReport.Short(most)}</text><text x=\"{Left - 6}\" y=\"{bottom}\" text-anchor=\"end\">0</text>");
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            var height = Math.Max(1, (bottom - top) * counts[i] / most);
            html.Add($"<rect class=\"bars\" x=\"{Left + (i * step)}\" y=\"{bottom - height}\" width=\"{Math.Max(1, step - (step > 4 ? 1 : 0))}\" height=\"{height}\"><title>{TextReport.Time(report.Timeline.Start + (report.Timeline.Step * i))}: {TextReport.Number(counts[i])} exchanges</title></rect>");
        }

        double At(DateTimeOffset time) => Math.Clamp(Left + ((time - report.Timeline.Start) / report.Timeline.Step * step), Left, Right);
        foreach (var finding in report.Suspects.Take(mostMarks))
        {
            if (finding.WatchAt is { } watch)
                Mark(html, "mwatch", At(watch), top - 16, top - 4, $"{SafeText.Name(finding.Account)}: watch since {TextReport.Time(watch)}");
            if (finding.ActAt is { } act)
                Mark(html, "mact", At(act), top - 20, top - 4, $"{SafeText.Name(finding.Account)}: act since {TextReport.Time(act)}");
        }

        var end = report.Timeline.Start + (report.Timeline.Step * counts.Length);
        html.Add($"<text x=\"{Left}\" y=\"{bottom + 20}\">{TextReport.Time(report.Timeline.Start)}</text><text x=\"{Right}\" y=\"{bottom + 20}\" text-anchor=\"end\">{TextReport.Time(end)} UTC</text></svg>");
        html.Add($"<p class=\"legend\"><span><i class=\"e\"></i>exchanges</span><span><i class=\"w\"></i>an account reaches watch</span><span><i class=\"a\"></i>an account reaches act</span></p>");
    }

    private static void Mark(HtmlWriter html, string style, double x, double from, double to, string says) =>
        html.Add($"<line class=\"{style}\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"><title>{says}</title></line>");

    /// <summary>Every account by how much it asked and how strong the evidence is. Clear ones are counted into cells.</summary>
    public static void Population(HtmlWriter html, Report report)
    {
        const double top = 14, bottom = 260, cell = 8;
        if (report.Everyone.Count == 0)
            return;
        var mostExchanges = Math.Log10(Math.Max(10, report.Everyone.Max(finding => finding.Exchanges)));
        var high = Math.Max(2, report.Everyone.Max(finding => finding.Evidence));
        var low = Math.Max(-4, Math.Min(0, report.Everyone.Min(finding => finding.Evidence)));
        double X(Finding finding) => Left + ((Right - Left - 8) * Math.Log10(Math.Max(1, finding.Exchanges)) / mostExchanges);
        double Y(Finding finding) => bottom - ((bottom - top) * (Math.Clamp(finding.Evidence, low, high) - low) / (high - low));
        html.Add($"<svg viewBox=\"0 0 {Width} 300\" role=\"img\" aria-label=\"Accounts by exchanges and evidence\">");
        html.Add($"<line class=\"axis\" x1=\"{Left}\" y1=\"{top}\" x2=\"{Left}\" y2=\"{bottom}\"/><line class=\"axis\" x1=\"{Left}\" y1=\"{bottom}\" x2=\"{Right}\" y2=\"{bottom}\"/>");
        html.Add($"<text x=\"{Left - 6}\" y=\"{top + 6}\" text-anchor=\"end\">{TextReport.Tenths(high)}</text><text x=\"{Left - 6}\" y=\"{bottom}\" text-anchor=\"end\">{TextReport.Tenths(low)}</text><text x=\"{Left + 6}\" y=\"{top + 6}\">evidence</text>");
        for (var power = 0; power <= mostExchanges; power++)
            html.Add($"<text x=\"{Left + ((Right - Left - 8) * power / mostExchanges)}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{TextReport.Short((long)Math.Pow(10, power))}</text>");
        html.Add($"<text x=\"{Right}\" y=\"{bottom + 36}\" text-anchor=\"end\">exchanges</text>");
        var cells = new SortedDictionary<(int X, int Y), int>();
        foreach (var finding in report.Everyone)
        {
            if (finding.Verdict == Verdict.Clear)
                cells[((int)(X(finding) / cell), (int)(Y(finding) / cell))] = cells.GetValueOrDefault(((int)(X(finding) / cell), (int)(Y(finding) / cell))) + 1;
        }

        var fullest = Math.Log2(1 + cells.Values.DefaultIfEmpty(1).Max());
        foreach (var ((x, y), count) in cells)
            html.Add($"<rect class=\"cell\" x=\"{x * cell}\" y=\"{y * cell}\" width=\"{cell - 1}\" height=\"{cell - 1}\" rx=\"2\" opacity=\"{0.25 + (0.75 * Math.Log2(1 + count) / fullest)}\"><title>{TextReport.Number(count)} clear</title></rect>");
        foreach (var finding in report.Everyone.Where(finding => finding.Verdict != Verdict.Clear).Reverse())
        {
            var (style, size) = finding.Verdict == Verdict.Act ? ("pact", 5) : ("pwatch", 4);
            html.Add($"<circle class=\"{style}\" cx=\"{X(finding)}\" cy=\"{Y(finding)}\" r=\"{size}\"><title>{SafeText.Name(finding.Account)}: {finding.Verdict.Word()}, evidence {TextReport.Tenths(finding.Evidence)}</title></circle>");
        }

        html.Add($"</svg><p class=\"legend\"><span><i class=\"c\"></i>clear accounts (stronger: more of them)</span><span><i class=\"w\"></i>watch</span><span><i class=\"a\"></i>act</span></p>");
    }

    /// <summary>Tokens by kind of ask, longest bar first.</summary>
    public static void Kinds(HtmlWriter html, IReadOnlyList<KindTokens> kinds)
    {
        const int row = 24;
        var shown = kinds.Where(kind => kind.Tokens > 0).OrderByDescending(kind => kind.Tokens).Take(10).ToList();
        if (shown.Count == 0)
            return;
        html.Add($"<svg viewBox=\"0 0 {Width} {shown.Count * row}\" role=\"img\" aria-label=\"Output tokens by kind of ask\">");
        for (var i = 0; i < shown.Count; i++)
        {
            var length = Math.Max(2, 600.0 * shown[i].Tokens / shown[0].Tokens);
            html.Add($"<text x=\"180\" y=\"{(i * row) + 16}\" text-anchor=\"end\">{shown[i].Kind.Replace('_', ' ')}</text><rect class=\"bars\" x=\"190\" y=\"{(i * row) + 4}\" width=\"{length}\" height=\"15\" rx=\"2\"/><text x=\"{198 + length}\" y=\"{(i * row) + 16}\">{TextReport.Short(shown[i].Tokens)}</text>");
        }

        html.Add($"</svg>");
    }
}
