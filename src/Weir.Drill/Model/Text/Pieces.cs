using System.Globalization;
using System.Text;

namespace Weir.Drill.Model.Text;

/// <summary>
/// Cuts text into pieces without losing a character: a word with the space before it, up to three digits, a run of
/// line ends, a run of spaces, or one other sign with its repetitions. Scripts that are written without spaces are cut sign by sign.
/// </summary>
public static class Pieces
{
    private const int LongestSpace = 8;

    /// <summary>The length of the piece at the start of <paramref name="text"/>, which is not empty.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var first = text[0];
        if (first == ' ')
            return SpaceLength(text);
        if (first is >= '0' and <= '9')
            return Run(text, 0, 3, static c => c is >= '0' and <= '9');
        if (first == '\n')
            return text.Length > 1 && text[1] == '\n' ? 2 : 1;
        if (IsWord(first))
            return WordLength(text, 0);
        return IsSign(first) ? SignLength(text, 0) : RuneLength(text);
    }

    public static bool IsWord(char c) =>
        char.IsAsciiLetter(c) || (c > 127 && !Unspaced(c) && CharUnicodeInfo.GetUnicodeCategory(c) is
            UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>Chinese, Japanese, Thai and their neighbours, where a word has no visible end.</summary>
    public static bool Unspaced(char c) => c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF')
        or (>= '\u0E00' and <= '\u0EFF') or (>= '\uFF66' and <= '\uFF9F') or (>= '\u1780' and <= '\u17FF');

    public static int RuneLength(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out _, out var consumed) == System.Buffers.OperationStatus.Done ? consumed : 1;

    private static int SpaceLength(ReadOnlySpan<char> text)
    {
        if (text.Length == 1)
            return 1;
        var second = text[1];
        if (IsWord(second))
            return WordLength(text, 1);
        if (second == ' ')
        {
            var run = Run(text, 0, LongestSpace + 1, static c => c == ' ');
            // The last space of an indentation belongs to the word behind it.
            return run < text.Length && IsWord(text[run]) ? run - 1 : Math.Min(run, LongestSpace);
        }

        return IsSign(second) ? SignLength(text, 1) : 1;
    }

    private static bool IsSign(char c) => c is > ' ' and < '\u007F' && !char.IsAsciiLetterOrDigit(c);

    /// <summary>A sign and its repetitions, such as the three of a code fence.</summary>
    private static int SignLength(ReadOnlySpan<char> text, int start)
    {
        var i = start + 1;
        while (i < text.Length && i - start < 4 && text[i] == text[start])
            i++;
        return i;
    }

    private static int WordLength(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        while (i < text.Length && (IsWord(text[i]) || (i > start && text[i] is '\'' or '’' && i + 1 < text.Length && IsWord(text[i + 1]))))
            i++;
        return i;
    }

    private static int Run(ReadOnlySpan<char> text, int start, int longest, Func<char, bool> belongs)
    {
        var i = start;
        while (i < text.Length && i - start < longest && belongs(text[i]))
            i++;
        return i;
    }
}
