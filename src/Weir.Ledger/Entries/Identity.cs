using System.Buffers;
using System.Text.Json;

namespace Weir.Ledger.Entries;

/// <summary>
/// Parts a line of JSON into whom it is about and the rest: the values of the named members are cut out, byte for byte, and
/// <c>null</c> stands in their place. Put together again it is the same line.
/// </summary>
public static class Identity
{
    /// <summary>What names somebody in the journal, in facts of accounts, in events of keys and in decisions.</summary>
    public static IReadOnlyList<string> Members { get; } = ["account", "organization", "key", "name", "email_domain", "payment", "signup_ip", "subject", "of"];

    /// <param name="line">One JSON object; of anything else nothing is cut out.</param>
    /// <returns>The values, as a JSON array in the order of the line, and the line without them.</returns>
    public static (byte[] Subject, byte[] Body) Split(ReadOnlySpan<byte> line)
    {
        var (subject, body) = (new ArrayBufferWriter<byte>(64), new ArrayBufferWriter<byte>(line.Length));
        subject.Write("["u8);
        var kept = 0;
        foreach (var (start, end) in Values(line))
        {
            if (subject.WrittenCount > 1)
                subject.Write(","u8);
            subject.Write(line[start..end]);
            body.Write(line[kept..start]);
            body.Write("null"u8);
            kept = end;
        }

        body.Write(line[kept..]);
        subject.Write("]"u8);
        return (subject.WrittenSpan.ToArray(), body.WrittenSpan.ToArray());
    }

    /// <summary>The line that was split. Where the subject is none of a split line, but a plain name or nothing, the body is the line.</summary>
    public static byte[] Join(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> body)
    {
        if (subject.IsEmpty || subject[0] != (byte)'[')
            return body.ToArray();
        var line = new ArrayBufferWriter<byte>(subject.Length + body.Length);
        var values = Items(subject);
        var (next, kept) = (0, 0);
        foreach (var (start, end) in Values(body))
        {
            var (from, to) = values[next++];
            line.Write(body[kept..start]);
            line.Write(subject[from..to]);
            kept = end;
        }

        line.Write(body[kept..]);
        return line.WrittenSpan.ToArray();
    }

    private static List<(int Start, int End)> Values(ReadOnlySpan<byte> line)
    {
        var found = new List<(int, int)>();
        try
        {
            Find(new Utf8JsonReader(line), found);
            return found;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void Find(Utf8JsonReader reader, List<(int, int)> found)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = Names(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (named)
                found.Add((start, (int)reader.BytesConsumed));
        }
    }

    private static bool Names(ref Utf8JsonReader reader)
    {
        foreach (var member in Members)
        {
            if (reader.ValueTextEquals(member))
                return true;
        }

        return false;
    }

    private static List<(int Start, int End)> Items(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array);
        var items = new List<(int, int)>();
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add((start, (int)reader.BytesConsumed));
        }

        return items;
    }
}
