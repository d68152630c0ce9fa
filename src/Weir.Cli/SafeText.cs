using System.Globalization;
using System.Text;

namespace Weir.Cli;

/// <summary>
/// Names that come from logs are written by strangers. Here they become harmless to a terminal and to a reader's eye: control
/// characters, marks that turn the direction of text, invisible characters and halves of characters are spelled out.
/// </summary>
internal static class SafeText
{
    public const int LongestName = 64;

    public static string Name(string? text, int longest = LongestName) => string.IsNullOrEmpty(text) ? "(none)" : Of(text, longest);

    public static string Of(string text, int longest = int.MaxValue)
    {
        var safe = new StringBuilder(Math.Min(text.Length, longest) + 16);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (safe.Length >= longest)
                return safe.Append('…').ToString();
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            if (!whole)
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)rest[0]:x}}}");
            else if (IsVisible(rune))
                safe.Append(rest[..consumed]);
            else
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            rest = rest[consumed..];
        }

        return safe.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x034F or 0x17B4 or 0x17B5);
}
