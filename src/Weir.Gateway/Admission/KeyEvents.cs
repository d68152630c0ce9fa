using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Ledger.Entries;

namespace Weir.Gateway.Admission;

/// <summary>
/// The lines of the key file and what they add up to. One JSON object a line, only ever appended:
/// <c>create</c> with the hash of the secret, <c>rotate</c> with that of the next one, <c>revoke</c>.
/// </summary>
internal static class KeyEvents
{
    public static void WriteCreate(IBufferWriter<byte> output, KeyRecord record) => Write(output, "create", record.Id, record.Created, json =>
    {
        json.WriteString("account"u8, record.Account);
        if (record.Organization is not null)
            json.WriteString("organization"u8, record.Organization);
        if (record.Name is not null)
            json.WriteString("name"u8, record.Name);
        if (record.Models is not null)
        {
            json.WriteStartArray("models"u8);
            foreach (var model in record.Models)
                json.WriteStringValue(model);
            json.WriteEndArray();
        }

        if (record.Expires is { } expires)
            json.WriteString("expires"u8, Text(expires));
        json.WriteString("sha256"u8, Base64Url.EncodeToString(record.Secret.Hash));
    });

    public static void WriteRotate(IBufferWriter<byte> output, string id, DateTimeOffset time, KeySecret secret, DateTimeOffset overlapUntil) => Write(output, "rotate", id, time, json =>
    {
        json.WriteString("sha256"u8, Base64Url.EncodeToString(secret.Hash));
        json.WriteString("overlap_until"u8, Text(overlapUntil));
    });

    public static void WriteRevoke(IBufferWriter<byte> output, string id, DateTimeOffset time) => Write(output, "revoke", id, time, static _ => { });

    /// <summary>
    /// Folds a whole file. A line that cannot be read is a fault and is passed over: the only lines that a crash can tear
    /// are those whose writer never said "done". <paramref name="before"/> hands on when keys were last used.
    /// </summary>
    public static KeyBook Fold(ReadOnlySpan<byte> file, KeyBook before)
    {
        var keys = new Dictionary<string, KeyRecord>(StringComparer.Ordinal);
        var faults = new List<string>();
        var number = 0;
        while (!file.IsEmpty)
        {
            var end = file.IndexOf((byte)'\n');
            var line = end < 0 ? file : file[..end];
            file = end < 0 ? default : file[(end + 1)..];
            number++;
            if (line.Trim(" \r\t"u8).IsEmpty)
                continue;
            if (Apply(line, keys, before) is { } fault)
                faults.Add($"line {number}: {fault}");
        }

        return new KeyBook(keys, faults);
    }

    /// <summary>As what an event stands in the ledger; null where the line is none.</summary>
    public static string? EntryTypeOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("event"u8).GetString() switch
            {
                "create" => EntryType.KeyCreated,
                "rotate" => EntryType.KeyRotated,
                "revoke" => EntryType.KeyRevoked,
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Apply(ReadOnlySpan<byte> line, Dictionary<string, KeyRecord> keys, KeyBook before)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var entry = document.RootElement;
            var kind = entry.GetProperty("event"u8).GetString();
            var id = entry.GetProperty("id"u8).GetString() ?? "";
            var time = entry.GetProperty("time"u8).GetDateTimeOffset();
            var known = keys.GetValueOrDefault(id);
            switch (kind)
            {
                case "create" when known is null:
                    keys[id] = Created(entry, id, time, before.Find(id));
                    return null;
                case "create":
                    return $"key {id} was created before";
                case "rotate" or "revoke" when known is null:
                    return $"no key {id} to {kind}";
                case "rotate":
                    var secret = Secret(entry);
                    // Reading the file again must not forget what has been proved.
                    keys[id] = known! with { Previous = known.Secret, Secret = Proved(secret, before.Find(id)), Rotated = time, OverlapUntil = entry.GetProperty("overlap_until"u8).GetDateTimeOffset() };
                    return null;
                case "revoke":
                    keys[id] = known! with { Revoked = known.Revoked ?? time };
                    return null;
                default:
                    return $"unknown event '{kind}'";
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return "not an event of a key";
        }
    }

    private static KeyRecord Created(JsonElement entry, string id, DateTimeOffset time, KeyRecord? before) => new()
    {
        Id = id,
        Account = entry.GetProperty("account"u8).GetString() is { Length: > 0 } account ? account : throw new FormatException(),
        Organization = entry.TryGetProperty("organization"u8, out var organization) ? organization.GetString() : null,
        Name = entry.TryGetProperty("name"u8, out var name) ? name.GetString() : null,
        Models = entry.TryGetProperty("models"u8, out var models) ? [.. models.EnumerateArray().Select(m => m.GetString() ?? throw new FormatException())] : null,
        Created = time,
        Expires = entry.TryGetProperty("expires"u8, out var expires) ? expires.GetDateTimeOffset() : null,
        Secret = Proved(Secret(entry), before),
        Use = before?.Use ?? new KeyUse(),
    };

    private static KeySecret Secret(JsonElement entry)
    {
        var hash = Base64Url.DecodeFromChars(entry.GetProperty("sha256"u8).GetString());
        return hash.Length == SHA256.HashSizeInBytes ? new KeySecret(hash) : throw new FormatException();
    }

    private static KeySecret Proved(KeySecret read, KeyRecord? before)
    {
        if (before is null)
            return read;
        return before.Secret.Hash.SequenceEqual(read.Hash) ? before.Secret : before.Previous.Hash.SequenceEqual(read.Hash) ? before.Previous : read;
    }

    private static void Write(IBufferWriter<byte> output, string kind, string id, DateTimeOffset time, Action<Utf8JsonWriter> rest)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("event"u8, kind);
            json.WriteString("time"u8, Text(time));
            json.WriteString("id"u8, id);
            rest(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
