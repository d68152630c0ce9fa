using System.Numerics;
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
                < (char)0x80 => Ascii((byte)c),
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

    /// <summary>The same for UTF-8, sixteen bytes at a time.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(utf8);
        long weight = 0, chars = 0;
        foreach (var block in blocks)
        {
            var ascii = 16;
            if (block.ExtractMostSignificantBits() != 0)
            {
                ascii -= BitOperations.PopCount(block.ExtractMostSignificantBits());
                var two = AtLeast(block, 0xC0) - AtLeast(block, 0xE0);
                var low = AtLeast(block, 0xE0) - AtLeast(block, 0xE3);
                var high = AtLeast(block, 0xE3) - AtLeast(block, 0xF0);
                var four = AtLeast(block, 0xF0);
                weight += (two * TwoBytes) + (low * ThreeBytesLow) + (high * ThreeBytesHigh) + (four * FourBytes);
                chars += two + low + high + (2 * four);
            }

            var letters = Within(block | Vector128.Create((byte)0x20), (byte)'a', 25);
            var digits = Within(block, (byte)'0', 9);
            var spaces = Within(block, (byte)' ', 0);
            var controls = Within(block, 0, 31);
            var signs = ascii - letters - digits - spaces - controls;
            weight += (letters * Letter) + (digits * Digit) + (spaces * Space) + (controls * Control) + (signs * Sign);
            chars += ascii;
        }

        foreach (var b in utf8[(blocks.Length * 16)..])
        {
            weight += b switch { < 0x80 => Ascii(b), < 0xC0 => 0, < 0xE0 => TwoBytes, < 0xE3 => ThreeBytesLow, < 0xF0 => ThreeBytesHigh, _ => FourBytes };
            chars += b switch { < 0x80 => 1, < 0xC0 => 0, < 0xF0 => 1, _ => 2 };
        }

        _weight += weight;
        Chars += chars;
    }

    /// <summary>Text as it stands in a JSON string with escapes; decoded through a small window, however long it is.</summary>
    public void AddEscaped(ReadOnlySpan<byte> raw)
    {
        Span<char> window = stackalloc char[512];
        while (!raw.IsEmpty)
        {
            var count = JsonText.Decode(raw, window, escaped: true, out var consumed);
            Add((ReadOnlySpan<char>)window[..count]);
            raw = raw[consumed..];
        }
    }

    private static int Ascii(byte b) =>
        (uint)((b | 0x20) - 'a') <= 25 ? Letter
        : (uint)(b - '0') <= 9 ? Digit
        : b == ' ' ? Space
        : b < 32 ? Control
        : Sign;

    private static int AtLeast(Vector128<byte> block, byte value) =>
        BitOperations.PopCount(Vector128.GreaterThanOrEqual(block, Vector128.Create(value)).ExtractMostSignificantBits());

    private static int Within(Vector128<byte> block, byte from, byte span) =>
        BitOperations.PopCount(Vector128.LessThanOrEqual(block - Vector128.Create(from), Vector128.Create(span)).ExtractMostSignificantBits());
}
