using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Weir.Traffic.Journals;

/// <summary>
/// Writes one JSON line into a buffer without allocating. Every string is escaped here; property names come as literals
/// that already hold their comma, quotes and colon.
/// </summary>
internal ref struct LineWriter(IBufferWriter<byte> output)
{
    // A piece of a string is encoded at once: up to six bytes a character (a control character as \u00XX).
    private const int PieceChars = 512;
    private const int BytesPerChar = 6;
    private const int LongestNumber = 32;

    /// <summary>Characters that stand for themselves: printable ASCII without quote and backslash.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private Span<byte> _span = output.GetSpan(1024);
    private int _at;

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_span[_at..]);
        _at += bytes.Length;
    }

    public void Word(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> word)
    {
        Raw(name);
        Raw("\""u8);
        Raw(word);
        Raw("\""u8);
    }

    public void Number(scoped ReadOnlySpan<byte> name, long value)
    {
        Ensure(name.Length + LongestNumber);
        Raw(name);
        Utf8Formatter.TryFormat(value, _span[_at..], out var written);
        _at += written;
    }

    /// <summary>Zero is what a reader assumes; it is not written.</summary>
    public void NumberUnlessZero(scoped ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
            Number(name, value);
    }

    /// <summary>JSON knows no infinity: a value that is no number is left out.</summary>
    public void Number(scoped ReadOnlySpan<byte> name, double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return;
        Ensure(name.Length + LongestNumber);
        Raw(name);
        number.TryFormat(_span[_at..], out var written, default, CultureInfo.InvariantCulture);
        _at += written;
    }

    public void TrueOnly(scoped ReadOnlySpan<byte> name, bool value)
    {
        if (!value)
            return;
        Raw(name);
        Raw("true"u8);
    }

    public void Hash(scoped ReadOnlySpan<byte> name, KeyedHash hash)
    {
        if (hash.IsNone)
            return;
        Ensure(name.Length + 18);
        Raw(name);
        _span[_at] = (byte)'"';
        Utf8Formatter.TryFormat(hash.Value, _span[(_at + 1)..], out _, new StandardFormat('x', 16));
        _span[_at + 17] = (byte)'"';
        _at += 18;
    }

    /// <summary>In the alphabet of base64url, without padding.</summary>
    public void Base64(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> bytes)
    {
        Ensure(name.Length + Base64Url.GetEncodedLength(bytes.Length) + 2);
        Raw(name);
        _span[_at++] = (byte)'"';
        _at += Base64Url.EncodeToUtf8(bytes, _span[_at..]);
        _span[_at++] = (byte)'"';
    }

    /// <summary>ISO 8601 in UTC: milliseconds, or ticks where the time has them, so that replay sees the very same time.</summary>
    public void Time(scoped ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var digits = utc.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 3 : 7;
        Ensure(name.Length + LongestNumber);
        Raw(name);
        var to = _span[_at..];
        "\"0000-00-00T00:00:00."u8.CopyTo(to);
        Digits(to[1..5], utc.Year);
        Digits(to[6..8], utc.Month);
        Digits(to[9..11], utc.Day);
        Digits(to[12..14], utc.Hour);
        Digits(to[15..17], utc.Minute);
        Digits(to[18..20], utc.Second);
        var fraction = (int)(utc.Ticks % TimeSpan.TicksPerSecond);
        Digits(to.Slice(21, digits), digits == 3 ? fraction / (int)TimeSpan.TicksPerMillisecond : fraction);
        to[21 + digits] = (byte)'Z';
        to[22 + digits] = (byte)'"';
        _at += 23 + digits;
    }

    public void Text(scoped ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        Raw(name);
        Raw("\""u8);
        Escaped(value);
        Raw("\""u8);
    }

    /// <summary>Hands what was written to the buffer; until then nothing else may write into it.</summary>
    public void Flush()
    {
        output.Advance(_at);
        _span = default;
        _at = 0;
    }

    private void Escaped(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(PieceChars, text.Length)];
            Ensure(PieceChars * BytesPerChar);
            var plain = piece.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? piece.Length : plain;
            Ascii.FromUtf16(piece[..plain], _span[_at..], out var written);
            _at += written;
            text = text[plain..];
            if (plain == piece.Length)
                continue;
            // One odd character: the rune it starts, or U+FFFD where half a surrogate pair stands alone.
            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            OneRune(rune);
            text = text[consumed..];
        }
    }

    private void OneRune(Rune rune)
    {
        switch (rune.Value)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\r': Raw("\\r"u8); break;
            case '\t': Raw("\\t"u8); break;
            // Control characters also of the upper set, so that a terminal which shows the file obeys none of them.
            case < 0x20 or (>= 0x7f and <= 0x9f):
                Raw("\\u00"u8);
                Utf8Formatter.TryFormat(rune.Value, _span[_at..], out var written, new StandardFormat('x', 2));
                _at += written;
                break;
            default:
                _at += rune.EncodeToUtf8(_span[_at..]);
                break;
        }
    }

    private void Ensure(int bytes)
    {
        if (_span.Length - _at >= bytes)
            return;
        output.Advance(_at);
        _span = output.GetSpan(Math.Max(bytes, 1024));
        _at = 0;
    }

    private static void Digits(Span<byte> to, int value)
    {
        for (var i = to.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            to[i] = (byte)('0' + digit);
        }
    }
}
