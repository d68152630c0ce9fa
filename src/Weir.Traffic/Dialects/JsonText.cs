using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Weir.Traffic.Dialects;

/// <summary>
/// The text inside a JSON string as it stands on the wire. Decoding never fails: lone surrogates stay what they are and
/// bytes that are no UTF-8 become U+FFFD, because a caller must not be able to hide a text by breaking it.
/// </summary>
internal static class JsonText
{
    /// <summary>Decodes as much as fits; returns characters written and says how many bytes they came from.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<char> into, bool escaped, out int consumed)
    {
        consumed = 0;
        var written = 0;
        while (consumed < raw.Length && written < into.Length)
        {
            var rest = raw[consumed..];
            var plain = escaped ? rest.IndexOf((byte)'\\') : -1;
            if (plain != 0)
            {
                var run = plain < 0 ? rest : rest[..plain];
                var status = Utf8.ToUtf16(run, into[written..], out var read, out var chars);
                consumed += read;
                written += chars;
                if (status != OperationStatus.Done)
                    return written;
                continue;
            }

            into[written++] = Escape(rest, out var length);
            consumed += length;
        }

        return written;
    }

    public static string ToText(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
            return Encoding.UTF8.GetString(raw);
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        var text = new string(rented, 0, Decode(raw, rented, escaped, out _));
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>Reads one escape. The JSON reader has checked the shape already; a broken one is taken as it stands.</summary>
    public static char Escape(ReadOnlySpan<byte> raw, out int length)
    {
        length = Math.Min(2, raw.Length);
        if (raw.Length < 2)
            return '\\';
        switch (raw[1])
        {
            case (byte)'n': return '\n';
            case (byte)'t': return '\t';
            case (byte)'r': return '\r';
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'u' when raw.Length >= 6 && ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                length = 6;
                return (char)unit;
            default: return (char)raw[1];
        }
    }
}
