using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Gateway.Storage;
using Weir.Signatures.Marking;

namespace Weir.Gateway.Signing;

/// <summary>A signature key as it is known: no secret, only what was told before it was used.</summary>
/// <param name="Under">The owner's key that a campaign's or an account's is derived from; null for an owner's.</param>
/// <param name="Kind"><c>owner</c>, <c>campaign</c> or <c>account</c>.</param>
/// <param name="LedgerIndex">Where in the ledger the commitment stands; null before it does.</param>
public sealed record SignatureKeyRecord(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("under")] string? Under,
    [property: JsonPropertyName("created")] DateTimeOffset Created,
    [property: JsonPropertyName("commitment")] string Commitment)
{
    [JsonPropertyName("ledger_index")]
    public long? LedgerIndex { get; init; }

    [JsonPropertyName("committed")]
    public DateTimeOffset? Committed { get; init; }
}

/// <summary>
/// <c>signature-keys.jsonl</c> in the data folder: the names of keys, their commitments, and where in the ledger these stand. A line a
/// change; the last line of a name counts. The keys themselves are derived from the master whenever they are needed.
/// </summary>
public sealed class SignatureKeyFile(string dataFolder, TimeProvider time)
{
    public const string Name = "signature-keys.jsonl";
    public const int MostName = 128;

    public string Path { get; } = System.IO.Path.Combine(dataFolder, Name);

    public string DataFolder { get; } = dataFolder;

    /// <summary>All keys in the order in which they were made. A line that is none is passed over: it may be cut.</summary>
    public IReadOnlyList<SignatureKeyRecord> Read()
    {
        if (!File.Exists(Path))
            return [];
        var keys = new List<SignatureKeyRecord>();
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (TryParse(line) is not { } record)
                continue;
            var known = keys.FindIndex(key => string.Equals(key.Name, record.Name, StringComparison.Ordinal));
            if (known < 0)
                keys.Add(record);
            else
                keys[known] = record;
        }

        return keys;
    }

    public SignatureKeyRecord? Find(string name) => Read().FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.Ordinal));

    /// <summary>Makes a key known. Null and a sentence where it cannot be.</summary>
    public SignatureKeyRecord? Create(string name, string kind, string? under, byte[] master, out string? fault)
    {
        fault = null;
        var known = Read();
        if (name.Length is 0 or > MostName || name.Any(static c => char.IsControl(c) || c is '/' or '\\') || name.Trim().Length != name.Length)
            fault = $"A key's name has 1 to {MostName} characters, no slash, no control character and no space at its ends.";
        else if (known.Any(key => string.Equals(key.Name, name, StringComparison.Ordinal)))
            fault = $"There is a key '{name}' already.";
        else if (under is not null && !known.Any(key => key.Under is null && string.Equals(key.Name, under, StringComparison.Ordinal)))
            fault = $"There is no owner's key '{under}'.";
        if (fault is not null)
            return null;
        var record = new SignatureKeyRecord(name, kind, under, time.GetUtcNow(), Derive(name, kind, under, master).Commitment());
        Append(record);
        return record;
    }

    public SignatureKeyRecord Commit(SignatureKeyRecord key, long index)
    {
        var committed = key with { LedgerIndex = index, Committed = time.GetUtcNow() };
        Append(committed);
        return committed;
    }

    /// <summary>The key itself. Null where this master is not the one that the key was made with.</summary>
    public static SignatureKey? Derive(SignatureKeyRecord record, byte[] master) =>
        Derive(record.Name, record.Kind, record.Under, master) is var key && string.Equals(key.Commitment(), record.Commitment, StringComparison.Ordinal) ? key : null;

    private static SignatureKey Derive(string name, string kind, string? under, byte[] master) => kind switch
    {
        "campaign" => SignatureKey.Owner(master, under!).Campaign(name),
        "account" => SignatureKey.Owner(master, under!).Account(name),
        _ => SignatureKey.Owner(master, name),
    };

    private void Append(SignatureKeyRecord record)
    {
        DurableFile.MakeFolder(DataFolder);
        var options = DurableFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        // Two writers at once: the second is told, nothing is mixed.
        options.Share = FileShare.Read;
        using var file = new FileStream(Path, options);
        file.Seek(0, SeekOrigin.End);
        if (file.Position > 0)
        {
            // A line that a crash cut must not run into this one.
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
        }

        file.Write(JsonSerializer.SerializeToUtf8Bytes(record));
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }

    private static SignatureKeyRecord? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SignatureKeyRecord>(line) is { Name: not null, Commitment: not null, Kind: "owner" or "campaign" or "account" } record
                && (record.Under is not null) == (record.Kind is not "owner") ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
