using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Entries;

/// <summary>
/// One entry: what happened, when, by whose hand, and a commitment to the rest. It names no account, so that the tree can be
/// shown to anybody.
/// </summary>
/// <param name="Payload">The commitment to a payload; null where the entry says it all.</param>
public sealed record Entry(string Type, DateTimeOffset Time, string Actor, TreeHash? Payload)
{
    /// <summary>What two bytes can count.</summary>
    public const int MostBytes = ushort.MaxValue;
    private const int MostName = 256;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The leaf: JSON in its canonical spelling.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(256);
        // The names in their canonical order; the values hold nothing that two writers would spell in two ways.
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("actor"u8, Actor);
            if (Payload is { } payload)
                json.WriteString("payload"u8, Convert.ToHexStringLower(payload.ToBytes()));
            json.WriteString("time"u8, Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("type"u8, Type);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a leaf that <see cref="ToBytes"/> could have written, and no other spelling.</summary>
    public static bool TryRead(ReadOnlySpan<byte> leaf, [NotNullWhen(true)] out Entry? entry)
    {
        entry = null;
        try
        {
            var reader = new Utf8JsonReader(leaf);
            string? actor = null, payload = null, time = null, type = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var known = reader.ValueTextEquals("actor"u8) ? 1 : reader.ValueTextEquals("payload"u8) ? 2 : reader.ValueTextEquals("time"u8) ? 3 : reader.ValueTextEquals("type"u8) ? 4 : 0;
                if (known == 0 || !reader.Read() || reader.TokenType != JsonTokenType.String)
                    return false;
                _ = known switch { 1 => actor = reader.GetString(), 2 => payload = reader.GetString(), 3 => time = reader.GetString(), _ => type = reader.GetString() };
            }

            if (actor is null || type is null
                || !DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
                || (payload is not null && payload.Length != 2 * TreeHash.Bytes))
                return false;
            var read = new Entry(type, when, actor, payload is null ? null : TreeHash.Read(Convert.FromHexString(payload)));
            if (!read.ToBytes().AsSpan().SequenceEqual(leaf))
                return false;
            entry = read;
            return true;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Types and actors are names: short, and one printable spelling each in JSON.</summary>
    internal static void Require(string name)
    {
        if (name.Length is 0 or > MostName || name.Any(static c => c is < ' ' or > '~' or '"' or '\\'))
            throw new ArgumentException($"'{name}' is no name for an entry: 1 to {MostName} printable characters of ASCII, no quotes", nameof(name));
    }
}
