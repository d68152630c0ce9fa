using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Ledger.Entries;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Cli.EvidencePacks;

/// <summary>Checks a pack with nothing but the pack, and where it is there, a key from elsewhere and the key to the names.</summary>
internal sealed class EvidenceCheck
{
    private const long LargestFile = 512L << 20;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (Entry Entry, string? Body)> _entries = [];
    private int _withheld;

    public List<string> Faults { get; } = [];
    public List<string> Says { get; } = [];
    public VerifierKey? Key { get; private set; }

    public void Run(Stream pack, VerifierKey? pinned, JsonNode? names)
    {
        try
        {
            if (!Read(pack) || !CheckManifest() || !CheckCheckpoint(pinned))
                return;
            CheckEntries();
            CheckLines(names);
            CheckWitnesses();
            if (names is not null)
                CheckNames(names);
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException or FormatException or InvalidOperationException or KeyNotFoundException or NullReferenceException or ArgumentException)
        {
            Faults.Add("the pack is not in the form that weir evidence writes: " + broken.Message);
        }
    }

    private bool Read(Stream pack)
    {
        using var whole = new MemoryStream();
        pack.CopyTo(whole);
        var seal = PackSeal.Fits(whole.GetBuffer().AsSpan(0, (int)whole.Length));
        if (seal is false)
            Faults.Add("the pack is not byte for byte the file that was made");
        try
        {
            using var zip = new ZipArchive(whole, ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
                Read(entry);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            Faults.Add((seal is null ? "it is no pack, or was cut short: " : "the pack's list of files cannot be read: ") + broken.Message);
            return false;
        }

        if (seal is null)
            Says.Add("the files were packed anew since the pack was made; what follows is about the files");
        return true;
    }

    private void Read(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestFile || _files.ContainsKey(entry.FullName))
        {
            Faults.Add($"{entry.FullName} stands in the pack twice, or is too large");
            return;
        }

        try
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            _files[entry.FullName] = bytes.ToArray();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException)
        {
            Faults.Add($"{entry.FullName} cannot be unpacked");
            _files[entry.FullName] = [];
        }
    }

    private bool CheckManifest()
    {
        if (!_files.TryGetValue(PackFile.Manifest, out var bytes) || Manifest(bytes) is not { } listed)
        {
            Faults.Add($"there is no {PackFile.Manifest} that could be read");
            return false;
        }

        foreach (var (name, hash) in listed)
        {
            if (!_files.TryGetValue(name, out var file))
                Faults.Add($"{name} is missing");
            else if (hash is not JsonValue value || !value.TryGetValue(out string? told) || !string.Equals(Convert.ToHexStringLower(SHA256.HashData(file)), told, StringComparison.Ordinal))
                Faults.Add($"{name} was changed");
        }

        foreach (var name in _files.Keys.Where(name => name is not PackFile.Manifest && !listed.ContainsKey(name)))
            Faults.Add($"{name} is not in the manifest");
        Says.Add($"manifest {Convert.ToHexStringLower(SHA256.HashData(bytes))}, {listed.Count} files");
        return Faults.Count == 0;
    }

    private static JsonObject? Manifest(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes)?["sha256"] as JsonObject;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool CheckCheckpoint(VerifierKey? pinned)
    {
        Key = pinned ?? (VerifierKey.TryParse(Text(PackNames.Key).TrimEnd('\n'), out var own) ? own : null);
        if (Key is null || !Checkpoint.TryParse(_files[PackNames.Checkpoint], out var checkpoint) || !checkpoint.IsOf(Key))
        {
            Faults.Add(pinned is null ? "the checkpoint is not signed by the key in the pack" : "the checkpoint is not signed by the key that was given");
            return false;
        }

        Says.Add($"checkpoint of {checkpoint.Size} entries, signed by {Key.Text}");
        return true;
    }

    private void CheckEntries()
    {
        foreach (var node in JsonNode.Parse(_files[PackNames.Entries])!.AsArray())
        {
            var packed = node.Deserialize<PackedEntry>()!;
            var leaf = _files[packed.LeafPath];
            if (!TlogProof.TryParse(Text(packed.ProofPath), out var proof) || proof.Index != packed.Index || !proof.Proves(Key!, leaf))
            {
                Faults.Add($"entry {packed.Index} is not proved");
                continue;
            }

            if (!Entry.TryRead(leaf, out var entry) || !Same(entry.Type, packed.Type) || entry.Time != packed.Time || !Same(entry.Actor, packed.Actor))
            {
                Faults.Add($"entry {packed.Index} is not what the list of entries says");
                continue;
            }

            _entries[packed.Index] = (entry, BodyOf(packed, entry));
        }

        Says.Add($"{_entries.Count} ledger entries, each proved" + (_withheld > 0 ? $"; the payloads of {_withheld} are withheld and committed to" : ""));
    }

    /// <summary>The payload's body, where the pack has it and the entry commits to it.</summary>
    private string? BodyOf(PackedEntry packed, Entry entry)
    {
        if (entry.Payload is not { } commitment || !_files.TryGetValue(packed.PayloadPath, out var file))
            return null;
        var payload = JsonNode.Parse(file)!;
        if (payload["body_hash"] is { } withheld)
        {
            _withheld++;
            if (!TreeHash.TryParse(withheld.GetValue<string>(), out var hash) || !TreeHash.TryParse(payload["subject_hash"]!.GetValue<string>(), out var of) || Commitment.Over(of, hash) != commitment)
                Faults.Add($"the payload of entry {packed.Index} is not what the entry commits to");
            return null;
        }

        var body = new SaltedPart(Convert.FromBase64String(payload["body_salt"]!.GetValue<string>()), Encoding.UTF8.GetBytes(payload["body"]!.GetValue<string>()));
        if (TreeHash.TryParse(payload["subject_hash"]!.GetValue<string>(), out var subject) && Commitment.Over(subject, body.Hash) == commitment)
            return payload["body"]!.GetValue<string>();
        Faults.Add($"the payload of entry {packed.Index} is not what the entry commits to");
        return null;
    }

    private void CheckLines(JsonNode? names)
    {
        var segments = new Dictionary<string, PackedSegment>(StringComparer.Ordinal);
        foreach (var node in JsonNode.Parse(_files[PackNames.Segments])!.AsArray())
        {
            var segment = node.Deserialize<PackedSegment>()!;
            segments[segment.Segment] = segment;
            if (segment.Entry is { } index && !IsRecorded(segment, index))
                Faults.Add($"the root of segment {segment.Segment} is not what entry {index} recorded");
        }

        var (proved, unproved) = (0, 0);
        foreach (var text in Text(PackNames.Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonSerializer.Deserialize<PackedLine>(text)!;
            var segment = segments[line.Segment];
            if (line.Path is null || segment.Entry is null)
            {
                unproved++;
                continue;
            }

            if (IsProved(line, segment))
                proved++;
            else
                Faults.Add($"line {line.Index} of segment {line.Segment} is not proved");
        }

        Says.Add($"{proved} journal lines, each proved" + (unproved > 0 ? $"; {unproved} more WITHOUT proof (see {PackNames.Redactions})" : ""));
        if (names is null)
            Says.Add("whose lines they are is withheld: give the key to the names with --names to check it");
    }

    private bool IsRecorded(PackedSegment segment, long index) =>
        _entries.TryGetValue(index, out var entry) && entry.Entry.Type is EntryType.JournalSegment && entry.Body is { } body && JsonNode.Parse(body) is { } recorded
        && Same(recorded["segment"]!.GetValue<string>(), segment.Segment) && recorded["lines"]!.GetValue<int>() == segment.Lines && Same(recorded["root"]!.GetValue<string>(), segment.Root);

    private static bool IsProved(PackedLine line, PackedSegment segment)
    {
        var path = new List<TreeHash>();
        foreach (var text in line.Path!)
        {
            if (!TreeHash.TryParse(text, out var hash))
                return false;
            path.Add(hash);
        }

        var body = new SaltedPart(Convert.FromBase64String(line.Salt!), Encoding.UTF8.GetBytes(line.Line));
        return TreeHash.TryParse(line.SubjectHash!, out var subject) && TreeHash.TryParse(segment.Root!, out var root)
            && TreeProof.Includes(root, segment.Lines, line.Index, Commitment.Over(subject, body.Hash), path);
    }

    private void CheckWitnesses()
    {
        if (!_files.TryGetValue(PackNames.Witnessed, out var bytes) || !Checkpoint.TryParse(bytes, out var witnessed) || !witnessed.IsOf(Key!))
        {
            Says.Add("no witness has signed");
            return;
        }

        foreach (var line in (_files.ContainsKey(PackNames.Witnesses) ? Text(PackNames.Witnesses) : "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (VerifierKey.TryParse(line, out var key) && witnessed.Note.Signatures.FirstOrDefault(signature => signature.IsOf(key)) is { } signature)
                Says.Add(witnessed.Note.IsSignedBy(key)
                    ? $"{witnessed.Size} entries seen by {key.Name} at {Cosignature.TimeOf(signature)?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (key {key.Text})"
                    : Fault($"the signature of {key.Name} does not verify"));
        }
    }

    /// <summary>That each line and entry is about whom the key says.</summary>
    private void CheckNames(JsonNode names)
    {
        var subjects = names["subjects"]!.AsArray().ToDictionary(
            static node => node!["place"]!.GetValue<string>(),
            static node => new SaltedPart(Convert.FromBase64String(node!["salt"]!.GetValue<string>()), Convert.FromBase64String(node["bytes"]!.GetValue<string>())), StringComparer.Ordinal);
        var accounts = names["accounts"]!.AsObject();
        var good = 0;
        foreach (var text in Text(PackNames.Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonSerializer.Deserialize<PackedLine>(text)!;
            var account = accounts[line.Account]?.GetValue<string>() ?? line.Account;
            if (subjects.TryGetValue(line.Place, out var subject) && Same(subject.Hash.ToString(), line.SubjectHash) && Tells(line, subject, account))
                good++;
            else
                Faults.Add($"{line.Place} is not about whom the key says");
        }

        Says.Add($"{good} journal lines are about the accounts that the key names");
        CheckBodies(names["bodies"]?.AsArray() ?? []);
    }

    /// <summary>Payloads that are withheld in the pack, and whole in the key.</summary>
    private void CheckBodies(JsonArray bodies)
    {
        foreach (var node in bodies)
        {
            var place = node!["place"]!.GetValue<string>();
            var body = new SaltedPart(Convert.FromBase64String(node["salt"]!.GetValue<string>()), Convert.FromBase64String(node["bytes"]!.GetValue<string>()));
            var entry = _entries.Keys.FirstOrDefault(index => Same($"entry {index}", place), -1);
            if (entry < 0 || !_files.TryGetValue($"ledger/entries/{entry}.payload.json", out var file) || !Same(JsonNode.Parse(file)?["body_hash"]?.GetValue<string>(), body.Hash.ToString()))
                Faults.Add($"the key holds a payload of {place} that the entry does not commit to");
        }

        if (bodies.Count > 0)
            Says.Add($"{bodies.Count} payloads are whole in the key, and are what their entries commit to");
    }

    private static bool Tells(PackedLine line, SaltedPart subject, string account)
    {
        using var whole = JsonDocument.Parse(Identity.Join(subject.Bytes.Span, Encoding.UTF8.GetBytes(line.Line)));
        return whole.RootElement.TryGetProperty("account"u8, out var named) && Same(named.GetString(), account);
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private string Fault(string says)
    {
        Faults.Add(says);
        return says;
    }

    private string Text(string name) => Encoding.UTF8.GetString(_files[name]);
}
