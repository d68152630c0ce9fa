using System.Globalization;
using System.Text;

namespace Weir.Console.Pieces;

/// <summary>
/// Text that somebody else chose, as it may stand in a page: what cannot be seen (control signs, marks that turn the direction of text, signs of no width)
/// is written out, and what is too long is cut in the middle, where names of a series differ least.
/// </summary>
public readonly record struct ShownText(string Shown, string Whole, bool IsCut)
{
    private const int LongestTitle = 2_000;

    /// <param name="lines">Ends of lines stay what they are.</param>
    public static ShownText Of(string text, int most, bool lines = false)
    {
        // Nobody reads more, and no page should carry it.
        var taken = text.Length > LongestTitle ? text[..LongestTitle] : text;
        var whole = Visible(taken, lines) + (taken.Length < text.Length ? $"… ({text.Length.ToString("N0", CultureInfo.InvariantCulture)} characters)" : "");
        if (whole.Length <= most)
            return new(whole, whole, IsCut: false);
        var front = (most * 2 / 3) - 1;
        var back = most - front - 1;
        return new(WithoutHalf(whole.AsSpan(0, front)) + "…" + WithoutHalf(whole.AsSpan(whole.Length - back)), whole, IsCut: true);
    }

    /// <summary>A long text with its lines, cut at its end and nowhere else.</summary>
    public static string Long(string text, int most)
    {
        text = text.ReplaceLineEndings("\n");
        return text.Length <= most ? Visible(text, lines: true) : Visible(WithoutHalf(text.AsSpan(0, most)), lines: true) + string.Create(CultureInfo.InvariantCulture, $"…\n({text.Length:N0} characters; the first {most:N0} are shown)");
    }

    private static string Visible(string text, bool lines)
    {
        StringBuilder? made = null;
        for (var i = 0; i < text.Length; i++)
        {
            // Half a sign is none: its number stands for it.
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var hidden = !isWhole || IsHidden(rune) && !(lines && rune.Value is '\n' or '\t');
            if (hidden)
            {
                made ??= new StringBuilder(text, 0, i, text.Length + 16);
                made.Append(CultureInfo.InvariantCulture, $"⟨{(isWhole ? rune.Value : text[i]):X4}⟩");
            }
            else
            {
                made?.Append(rune.ToString());
            }

            i += isWhole ? rune.Utf16SequenceLength - 1 : 0;
        }

        return made?.ToString() ?? text;
    }

    /// <summary>Control signs, format signs (among them all that turn the direction), and what separates lines.</summary>
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>A pair of surrogates that the cut has halved loses its other half too.</summary>
    private static string WithoutHalf(ReadOnlySpan<char> part)
    {
        if (part.Length > 0 && char.IsLowSurrogate(part[0]))
            part = part[1..];
        if (part.Length > 0 && char.IsHighSurrogate(part[^1]))
            part = part[..^1];
        return part.ToString();
    }
}
