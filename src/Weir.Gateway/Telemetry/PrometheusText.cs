using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Gateway.Telemetry;

/// <summary>Prometheus' text format, version 0.0.4. Names follow the rules by which OpenTelemetry's are turned into Prometheus'.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IReadOnlyList<MetricFamily> families, TimeProvider time)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var family in families)
            Append(text, family);
        ProcessMetrics.Append(text, time);
        return text.ToString();
    }

    private static void Append(StringBuilder text, MetricFamily family)
    {
        var series = family.Series.ToArray();
        if (series.Length == 0)
            return;
        var name = Name(family);
        Head(text, name, family.Instrument.Description ?? "", family.Shape switch { MetricShape.Counter => "counter", MetricShape.Histogram => "histogram", _ => "gauge" });
        foreach (var one in series)
        {
            if (family.Shape == MetricShape.Histogram)
                Histogram(text, name, one);
            else
                Line(text, name, one.Tags, null, one.Value);
        }
    }

    public static void Head(StringBuilder text, string name, string help, string type)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Histogram(StringBuilder text, string name, MetricSeries series)
    {
        long count = 0;
        for (var i = 0; i < series.Bounds.Length; i++)
        {
            count += series.Bucket(i);
            Line(text, name + "_bucket", series.Tags, Number(series.Bounds[i]), count);
        }

        count += series.Bucket(series.Bounds.Length);
        Line(text, name + "_bucket", series.Tags, "+Inf", count);
        Line(text, name + "_sum", series.Tags, null, series.Value);
        Line(text, name + "_count", series.Tags, null, count);
    }

    public static void Line(StringBuilder text, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags, string? le, double value)
    {
        text.Append(name);
        if (tags.Length > 0 || le is not null)
        {
            text.Append('{');
            foreach (var tag in tags)
                Label(text, Plain(tag.Key), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
            if (le is not null)
                Label(text, "le", le);
            text.Length--;
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static void Label(StringBuilder text, string name, string value)
    {
        text.Append(name).Append("=\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }

        text.Append("\",");
    }

    private static string Name(MetricFamily family)
    {
        var name = new StringBuilder(Plain(family.Instrument.Name));
        var unit = family.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "1" or null => "", var other when other[0] == '{' => "", var other => "_" + Plain(other) };
        if (unit.Length > 0 && !name.ToString().EndsWith(unit, StringComparison.Ordinal))
            name.Append(unit);
        return family.Shape == MetricShape.Counter ? name.Append("_total").ToString() : name.ToString();
    }

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static string Plain(string name) => string.Create(name.Length, name, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = NameCharacters.Contains(from[i]) ? from[i] : '_';
    });

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);
}
