using System.Globalization;
using System.Net;
using System.Text;
using Weir.Lab.Trials;

namespace Weir.Cli.Lab;

/// <summary>The result as one page without anything from outside: the table, z over words written, and the null against the normal line.</summary>
internal static class LabPage
{
    private const string Style =
        ":root{color-scheme:light dark;--ink:#1c2733;--soft:#435062;--paper:#fff;--line:#d8dee6;--bad:#fbe3df;--good:#e2f1e4;--limit:#a40e26;--even:#8c959f}"
        + "@media(prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#a9b4c0;--paper:#12171d;--line:#313b46;--bad:#4f2320;--good:#1d3a26;--limit:#ff7b86;--even:#6b7682}}"
        + "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:var(--ink);background:var(--paper)}.wide{overflow-x:auto}"
        + "table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}"
        + "td.bad,.alarm{background:var(--bad)}td.good{background:var(--good)}.alarm{padding:.6rem 1rem}svg{max-width:100%;height:auto}text{font:12px system-ui,sans-serif;fill:var(--soft)}"
        + ".limit{stroke:var(--limit)}.even{stroke:var(--even)}";

    // What the first reading of an owner's key takes for p < 1e-6.
    private const double Named = 5.05;

    private static readonly string[] Dashes = ["none", "7 3", "2 3", "9 3 2 3"];
    private static readonly string[] Colours = ["#3b82f6", "#d9731a", "#2f9e52", "#9a6bf0", "#d6559f", "#7d8894", "#b8860b", "#1594bd"];

    public static string Write(LabResult result)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Laboratory</title><style>").Append(Style).Append("</style><h1>What a student of marked answers shows</h1>");
        page.Append(In($"<p>{result.Texts} texts, {result.Words} words: {WebUtility.HtmlEncode(result.Source)}. Students are 5-gram models with Kneser–Ney smoothing, {result.Plan.Seeds} of each kind, each trained on up to {result.Plan.TrainingWords} words.</p>"));
        page.Append(result.Broken is { } broken ? $"<p class=\"alarm\">The laboratory is broken: {WebUtility.HtmlEncode(broken)}</p>" : "<p>The laboratory holds: what is inherited decays with the length of the context, as published.</p>");
        Table(page, result);
        page.Append("<h2>z over words written</h2>");
        Curves(page, result);
        page.Append("<h2>Keys that nobody marked with</h2>");
        Quantiles(page, result);
        page.Append("<h2>By how many words in front the choice hung on</h2><table><tr><th>words<th>left of the mark<th>z<th>z with what was copied</tr>");
        foreach (var cell in result.Anchor)
            page.Append(In($"<tr><td>{cell.ContextWords}<td>{cell.Followed.Average() * 100:0}%<td>{cell.Z.Average():0.0}<td>{cell.Copied.Average():0.0}</tr>"));
        return page.Append("</table></html>\n").ToString();
    }

    private static void Table(StringBuilder page, LabResult result)
    {
        page.Append("<div class=\"wide\"><table><tr><th>marked share<th>strength<th>attack");
        foreach (var words in result.Plan.Words)
            page.Append(In($"<th>{words:N0} words"));
        page.Append("</tr>");
        foreach (var row in result.Cells.GroupBy(static cell => (cell.Share, cell.Strength, cell.Attack)))
        {
            page.Append(In($"<tr><td>{row.Key.Share * 100:0}%<td>{(row.Key.Share > 0 ? row.Key.Strength : 0):0.0#}<td>{LabOutput.Word(row.Key.Attack)}"));
            foreach (var words in result.Plan.Words)
            {
                var cell = row.FirstOrDefault(one => one.Words == words);
                page.Append(cell is null ? "<td>" : In($"<td class=\"{(cell.Fails ? "bad" : "good")}\">{cell.Mean:0.0} ±{LabOutput.Half(cell)}, {cell.Hits}/{cell.Z.Count}"));
            }

            page.Append("</tr>");
        }

        page.Append(In($"</table></div><p>z, half of its 95% interval over the seeds, and how many seeds are named at p &lt; 10⁻⁶. {result.Failing} of {result.Cells.Count} cells fail and are shaded red: a marked student that fewer than four seeds in five name, or a clean one that is named.</p>"));
    }

    private static void Curves(StringBuilder page, LabResult result)
    {
        const int Width = 720, Height = 320, Left = 40, Bottom = 30, Line = 13;
        var rows = result.Cells.Where(static cell => cell.Attack == Attack.None).GroupBy(static cell => (cell.Share, cell.Strength)).ToArray();
        if (rows.Length == 0 || result.Plan.Words.Count < 2)
            return;
        var highest = Math.Max(6, rows.Max(static row => row.Max(static cell => cell.Mean)) * 1.05);
        var (low, high) = (Math.Log(result.Plan.Words[0]), Math.Log(result.Plan.Words[^1]));
        double X(int words) => Left + ((Width - Left - 120) * (Math.Log(words) - low) / (high - low));
        double Y(double z) => (Height - Bottom) * (1 - (Math.Clamp(z, -1, highest) + 1) / (highest + 1));
        page.Append(In($"<svg viewBox=\"0 0 {Width} {Height}\" style=\"width:48rem\" role=\"img\" aria-label=\"z over words written\">"));
        page.Append(In($"<line x1=\"{Left}\" x2=\"{Width - 120}\" y1=\"{Y(Named):0.0}\" y2=\"{Y(Named):0.0}\" class=\"limit\" stroke-dasharray=\"4 3\"/><text x=\"{Left + 4}\" y=\"{Y(Named) - 4:0.0}\">p &lt; 10⁻⁶</text>"));
        for (var z = 0; z < highest; z += 5)
            page.Append(In($"<text x=\"{Left - 8}\" y=\"{Y(z) + 4:0.0}\" text-anchor=\"end\">{z}</text>"));
        foreach (var words in result.Plan.Words)
            page.Append(In($"<text x=\"{X(words):0.0}\" y=\"{Height - 10}\" text-anchor=\"middle\">{words:N0}</text>"));
        // A colour a share, a dash a strength; names that would lie on each other stand below each other.
        var (shares, strengths) = (result.Plan.Shares.ToList(), result.Plan.Strengths.ToList());
        var free = double.MinValue;
        foreach (var points in rows.Select(static row => row.OrderBy(static cell => cell.Words).ToArray()).OrderByDescending(static points => points[^1].Mean))
        {
            var (last, path) = (points[^1], string.Join(' ', points.Select(cell => In($"{X(cell.Words):0.0},{Y(cell.Mean):0.0}"))));
            var stroke = Colours[Math.Max(0, shares.IndexOf(last.Share)) % Colours.Length];
            var dash = Dashes[Math.Max(0, strengths.IndexOf(last.Strength)) % Dashes.Length];
            free = Math.Max(Y(last.Mean) + 4, free + Line);
            page.Append(In($"<polyline fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\" points=\"{path}\"/>"));
            page.Append(In($"<text x=\"{Width - 114}\" y=\"{free:0.0}\" style=\"fill:{stroke}\">{last.Share * 100:0}%{(last.Share > 0 ? In($" at {last.Strength:0.0#}") : "")}</text>"));
        }

        page.Append("</svg>");
    }

    private static void Quantiles(StringBuilder page, LabResult result)
    {
        const int Size = 320, Most = 400;
        if (result.NullZ.Count == 0)
            return;
        var sorted = result.NullZ.Order().ToArray();
        double At(double z) => (Size / 2.0) + (z * Size / 9);
        page.Append(In($"<p>{sorted.Length} readings: mean {result.NullMean:0.00}, standard deviation {result.NullSd:0.00}. On the line they are normal.</p><svg viewBox=\"0 0 {Size} {Size}\" style=\"max-width:22rem\" role=\"img\" aria-label=\"null quantiles\"><line x1=\"0\" y1=\"{Size}\" x2=\"{Size}\" y2=\"0\" class=\"even\"/>"));
        var step = Math.Max(1, sorted.Length / Most);
        for (var at = 0; at < sorted.Length; at += step)
        {
            var due = Normal((at + 0.5) / sorted.Length);
            page.Append(In($"<circle r=\"1.6\" cx=\"{At(due):0.0}\" cy=\"{Size - At(sorted[at]):0.0}\" fill=\"#3b82f6\"/>"));
        }

        page.Append("</svg>");
    }

    /// <summary>The normal quantile, to three digits (Abramowitz and Stegun 26.2.23).</summary>
    private static double Normal(double share)
    {
        var tail = Math.Min(share, 1 - share);
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var z = t - ((2.515517 + (t * (0.802853 + (0.010328 * t)))) / (1 + (t * (1.432788 + (t * (0.189269 + (0.001308 * t)))))));
        return share < 0.5 ? -z : z;
    }

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
