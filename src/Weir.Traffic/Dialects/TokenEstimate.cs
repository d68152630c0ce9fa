using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Traffic.Dialects;

/// <summary>
/// How many tokens a text is likely to have where nobody tells. A weight for each kind of character, in twentieths of a
/// token, chosen to fall between the common tokenizers: English prose comes out near 4.4 characters a token, code near
/// 3, digits in groups of two or three, Cyrillic, Greek, Arabic and Hebrew near 2.2 characters a token, Indic and Thai
/// near 2, Chinese, Japanese and Korean at one a character, emoji at two. Good to some 20%; always marked as an estimate.
/// </summary>
public static class TokenEstimate
{
    public static int Of(ReadOnlySpan<char> text)
    {
        var tally = default(TextTally);
        tally.Add(text);
        return tally.Tokens;
    }

    /// <summary>For bytes whose text was never seen. Four bytes a token, as in English or in JSON that carries text.</summary>
    public static int OfBytes(long utf8Bytes) => (int)Math.Min((utf8Bytes + 3) / 4, int.MaxValue);
}

/// <summary>Counts characters and estimates tokens of text that comes in pieces. Pieces end at whole characters.</summary>
internal struct TextTally
{
    private const int PerToken = 20;
    private const int Letter = 5, Space = 1, Digit = 8, Control = 8, Sign = 16;
    private const int TwoBytes = 9, ThreeBytesLow = 10, ThreeBytesHigh = 20, FourBytes = 40;

    private static readonly byte[] Weights = WeightOfBytes();

    private long _weight;

    public long Chars { get; private set; }

    public readonly int Tokens => (int)Math.Min((_weight + PerToken - 1) / PerToken, int.MaxValue);

    public void Add(in TextTally other)
    {
        _weight += other._weight;
        Chars += other.Chars;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        var weight = 0L;
        foreach (var c in text)
        {
            weight += c switch
            {
                < (char)0x80 => Weights[c],
                < (char)0x800 => TwoBytes,
                < (char)0x3000 => ThreeBytesLow,
                _ when char.IsHighSurrogate(c) => FourBytes,
                _ when char.IsLowSurrogate(c) => 0,
                _ => ThreeBytesHigh,
            };
        }

        _weight += weight;
        Chars += text.Length;
    }

    /// <summary>The same for UTF-8: whole blocks are counted in byte lanes, class by class.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector256<byte>>(utf8);
        var rest = utf8[(blocks.Length * Vector256<byte>.Count)..];
        while (!blocks.IsEmpty)
        {
            // A lane of a byte overflows after 255 blocks.
            var run = Math.Min(blocks.Length, byte.MaxValue);
            AddBlocks(blocks[..run]);
            blocks = blocks[run..];
        }

        int weight = 0, chars = 0;
        foreach (var b in rest)
        {
            weight += Weights[b];
            chars += b switch { < 0x80 => 1, < 0xC0 => 0, < 0xF0 => 1, _ => 2 };
        }

        _weight += weight;
        Chars += chars;
    }

    private void AddBlocks(ReadOnlySpan<Vector256<byte>> blocks)
    {
        Vector256<byte> letters = default, digits = default, spaces = default, controls = default, high = default;
        Vector256<byte> fromTwo = default, fromLow = default, fromHigh = default, fromFour = default;
        foreach (var block in blocks)
        {
            // A compare gives 255 in lanes where it holds; taking that away adds one.
            letters -= Within(block | Vector256.Create((byte)0x20), (byte)'a', 25);
            digits -= Within(block, (byte)'0', 9);
            spaces -= Vector256.Equals(block, Vector256.Create((byte)' '));
            controls -= Vector256.LessThan(block, Vector256.Create((byte)' '));
            var beyond = Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0x80));
            if (beyond == default)
                continue;
            high -= beyond;
            fromTwo -= Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0xC0));
            fromLow -= Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0xE0));
            fromHigh -= Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0xE3));
            fromFour -= Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0xF0));
        }

        int letter = Sum(letters), digit = Sum(digits), space = Sum(spaces), control = Sum(controls);
        var ascii = blocks.Length * Vector256<byte>.Count;
        if (high != default)
        {
            ascii -= Sum(high);
            int four = Sum(fromFour), wide = Sum(fromHigh), low = Sum(fromLow), two = Sum(fromTwo);
            Chars += two + four;
            _weight += (four * FourBytes) + ((wide - four) * ThreeBytesHigh) + ((low - wide) * ThreeBytesLow) + ((two - low) * TwoBytes);
        }

        Chars += ascii;
        _weight += (letter * Letter) + (digit * Digit) + (space * Space) + (control * Control) + ((ascii - letter - digit - space - control) * Sign);
    }

    /// <summary>Text as it stands in a JSON string with escapes: counted as it stands, then each escape put right.</summary>
    public void AddEscaped(ReadOnlySpan<byte> raw)
    {
        Add(raw);
        Span<char> decoded = stackalloc char[1];
        var at = raw.IndexOf((byte)'\\');
        while (at >= 0)
        {
            raw = raw[at..];
            decoded[0] = JsonText.Escape(raw, out var length);
            foreach (var b in raw[..length])
                _weight -= Weights[b];
            Chars -= length;
            Add((ReadOnlySpan<char>)decoded);
            raw = raw[length..];
            at = raw.IndexOf((byte)'\\');
        }
    }

    private static byte[] WeightOfBytes()
    {
        var weights = new byte[256];
        for (var b = 0; b < weights.Length; b++)
        {
            weights[b] = b switch
            {
                < 0x20 => Control,
                ' ' => Space,
                >= '0' and <= '9' => Digit,
                (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Letter,
                < 0x80 => Sign,
                < 0xC0 => 0,
                < 0xE0 => TwoBytes,
                < 0xE3 => ThreeBytesLow,
                < 0xF0 => ThreeBytesHigh,
                _ => FourBytes,
            };
        }

        return weights;
    }

    private static Vector256<byte> Within(Vector256<byte> block, byte from, byte span) =>
        Vector256.LessThanOrEqual(block - Vector256.Create(from), Vector256.Create(span));

    private static int Sum(Vector256<byte> lanes) => Vector256.Sum(Vector256.WidenLower(lanes) + Vector256.WidenUpper(lanes));
}
