using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Weir.Cli.Analyze;

/// <summary>
/// Writes a page. Interpolated values are always encoded; only the literal parts of the strings in this program are markup,
/// so a name from a log cannot become any.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public HtmlWriter Add(FormattableString markup)
    {
        var values = markup.GetArguments();
        var encoded = new object[values.Length];
        for (var i = 0; i < values.Length; i++)
            encoded[i] = Encoded(values[i]);
        output.Write(string.Format(CultureInfo.InvariantCulture, markup.Format, encoded));
        return this;
    }

    private static string Encoded(object? value) => value switch
    {
        double number => number.ToString("0.##", CultureInfo.InvariantCulture),
        IFormattable formattable => Encoder.Encode(formattable.ToString(null, CultureInfo.InvariantCulture)),
        // Marks that turn the direction of text and their like would be legal, and lie to the eye.
        _ => Encoder.Encode(SafeText.Of(value?.ToString() ?? "")),
    };
}
