using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Ledger.Entries;

/// <summary>
/// JSON in the one spelling of RFC 8785 (JCS), so that equal values have equal bytes and hashes. Throws <see cref="FormatException"/>
/// for what has no such spelling: a name given twice, half of a surrogate pair, a number beyond a double.
/// </summary>
public static class CanonicalJson
{
    public static byte[] Of(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, value);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return Of(document.RootElement);
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value);
                break;
            case JsonValueKind.Array:
                var first = true;
                output.Write("["u8);
                foreach (var item in value.EnumerateArray())
                {
                    if (!first)
                        output.Write(","u8);
                    first = false;
                    Write(output, item);
                }

                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                Write(output, TextOf(value));
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(Number(value.GetDouble())));
                break;
            default:
                output.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonElement value)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
                throw new FormatException($"The name '{member.Name}' stands twice in one object");
        }

        var first = true;
        output.Write("{"u8);
        foreach (var (name, item) in members)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            Write(output, name);
            output.Write(":"u8);
            Write(output, item);
        }

        output.Write("}"u8);
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException broken)
        {
            throw new FormatException("Half of a surrogate pair is no text", broken);
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        Span<byte> room = stackalloc byte[6];
        foreach (var rune in text.EnumerateRunes())
        {
            var escape = rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < 0x20 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => null,
            };
            output.Write(room[..(escape is null ? rune.EncodeToUtf8(room) : Encoding.ASCII.GetBytes(escape, room))]);
        }

        output.Write("\""u8);
    }

    /// <summary>A number as ECMAScript prints it: the fewest digits that read back to it, plain from 1e-6 up to 1e21.</summary>
    internal static string Number(double number)
    {
        if (!double.IsFinite(number))
            throw new FormatException("A number beyond a double has no canonical spelling");
        if (number == 0)
            return "0";
        var shortest = Math.Abs(number).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 16; precision++)
        {
            var candidate = Math.Abs(number).ToString("E" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) != Math.Abs(number))
                continue;
            shortest = candidate;
            break;
        }

        var parts = shortest.Split('E');
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        // The place of the point, counted from before the first digit.
        var point = int.Parse(parts[1], CultureInfo.InvariantCulture) + 1;
        return (number < 0 ? "-" : "") + Lay(digits, point);
    }

    private static string Lay(string digits, int point) => point switch
    {
        > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
        > 0 and <= 21 => digits[..point] + "." + digits[point..],
        > -6 and <= 0 => "0." + new string('0', -point) + digits,
        _ => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "")
            + string.Create(CultureInfo.InvariantCulture, $"e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}"),
    };
}
