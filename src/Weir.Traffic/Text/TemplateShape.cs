namespace Weir.Traffic.Text;

/// <summary>
/// The fixed parts by which a template with slots shows itself: how it opens, how it ends, how its lines are laid out. Hashes of 32 bits, 0 where
/// the prompt is too short to have the part.
/// </summary>
public readonly record struct TemplateShape(uint Head, uint LongHead, uint Tail, uint Layout)
{
    private const int HeadWords = 5;
    private const int LongHeadWords = 14;
    private const int TailWords = 5;
    private const int Lines = 24;

    internal static TemplateShape Of(ReadOnlySpan<ulong> words, ReadOnlySpan<char> text) => new(
        // A prompt that is hardly longer than its head is not a template with that head.
        words.Length >= HeadWords + 3 ? Hash(words[..HeadWords]) : 0,
        words.Length >= LongHeadWords + 3 ? Hash(words[..LongHeadWords]) : 0,
        words.Length >= HeadWords + TailWords + 3 ? Hash(words[^TailWords..]) : 0,
        LayoutOf(text));

    private static uint Hash(ReadOnlySpan<ulong> words)
    {
        var hash = 0x3c79_ac49_2ba7_b653UL;
        foreach (var word in words)
            hash = Words.Mix(hash, word);
        var folded = (uint)(hash ^ hash >> 32);
        return folded == 0 ? 1 : folded;
    }

    /// <summary>How each of the first lines begins and ends: a digit, a letter, a mark. One line has no layout.</summary>
    private static uint LayoutOf(ReadOnlySpan<char> text)
    {
        var hash = 0x1c69_b3f7_4ac4_ae35UL;
        var lines = 0;
        while (!text.IsEmpty && lines < Lines)
        {
            var end = text.IndexOf('\n');
            var line = (end < 0 ? text : text[..end]).Trim();
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IsEmpty)
                continue;
            lines++;
            hash = Words.Mix(hash, (ulong)Class(line[0]) << 16 | Class(line[^1]));
        }

        if (lines < 2)
            return 0;
        var folded = (uint)(hash ^ hash >> 32);
        return folded == 0 ? 1 : folded;
    }

    private static char Class(char c) => char.IsDigit(c) ? '0' : char.IsLetter(c) ? 'a' : c;
}
