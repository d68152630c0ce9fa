using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Detection;
using Weir.Detection.Campaigns;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Lines;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Cli.EvidencePacks;

/// <summary>What a pack is about, and who asked for it.</summary>
internal sealed record EvidenceOrder(string Data, IReadOnlyList<string> Accounts, IReadOnlyList<Finding> Findings, CampaignFinding? Campaign, string By, bool Named, string? Calibration);

/// <summary>
/// Gathers a pack from a data folder: what detection says, the journal's lines and the ledger's entries that it rests on, and the proofs by
/// which a stranger can check them.
/// </summary>
internal sealed class EvidencePack(EvidenceOrder order, TimeProvider time)
{
    /// <summary>Of these types every entry belongs into every pack: under which rules and terms, and while what was running.</summary>
    private static readonly HashSet<string> Common = [EntryType.PolicyVersion, EntryType.TermsVersion, EntryType.CalibrationVersion, EntryType.GatewayStarted, EntryType.GatewayStopped];

    private readonly FolderSource _ledger = new(Path.Combine(order.Data, "ledger"));
    private readonly JournalArchive _journal = new(order.Data);
    private readonly Pseudonyms _pseudonyms = new(order.Named);
    private readonly List<PackedSegment> _segments = [];
    private readonly List<PackedLine> _lines = [];
    private readonly List<string> _notes = [];

    public Pseudonyms Pseudonyms => _pseudonyms;
    public int Lines => _lines.Count;
    public int Proved => _lines.Count(static line => line.Path is not null);
    public int Entries { get; private set; }

    /// <returns>The hash of the manifest; null and a sentence where there is nothing to build on.</returns>
    public async Task<(string? Hash, string? Fault)> WriteAsync(Stream output, string version, CancellationToken cancellation)
    {
        foreach (var account in order.Accounts)
            _pseudonyms.Of(account);
        if (await _ledger.ReadKeyAsync(cancellation) is not { } key
            || _ledger.Read(LedgerFiles.Checkpoint) is not { } bytes || !Checkpoint.TryParse(bytes, out var checkpoint) || !checkpoint.IsOf(key))
            return (null, $"'{order.Data}' has no ledger whose checkpoint is signed by its key, so nothing could be proved.");

        using var pack = new PackFile(output, time.GetUtcNow());
        pack.Add(PackNames.Checkpoint, bytes);
        pack.Add(PackNames.Key, Encoding.UTF8.GetBytes(key.Text + "\n"));
        foreach (var (file, name) in new[] { (LedgerFiles.Witnessed, PackNames.Witnessed), (LedgerFiles.Witnesses, PackNames.Witnesses) })
        {
            if (_ledger.Read(file) is { } signed)
                pack.Add(name, signed);
        }

        var (entries, segments) = await AddEntriesAsync(pack, checkpoint, cancellation);
        Entries = entries.Count;
        foreach (var segment in _journal.Segments)
            await GatherAsync(segment, segments, cancellation);
        pack.AddJson(PackNames.Entries, entries);
        pack.AddJson(PackNames.Segments, _segments);
        pack.Add(PackNames.Lines, Encoding.UTF8.GetBytes(string.Concat(_lines.Select(static line => JsonSerializer.Serialize(line) + "\n"))));
        AddWords(pack, version, checkpoint, entries);
        return (pack.Finish(version), null);
    }

    /// <summary>The entries about these accounts, and those that everything rests on. Which entry holds which segment's root.</summary>
    private async Task<(List<PackedEntry> Entries, Dictionary<string, long> Segments)> AddEntriesAsync(PackFile pack, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var (entries, segments) = (new List<PackedEntry>(), new Dictionary<string, long>(StringComparer.Ordinal));
        var wanted = SegmentsOfAccounts();
        var tree = new TreeReader(_ledger, checkpoint.Size);
        await foreach (var record in _ledger.ReadAsync(0, checkpoint.Size, cancellation))
        {
            if (record.Entry is not { } entry)
                continue;
            var segment = entry.Type is EntryType.JournalSegment && record.Payload is { } of ? SegmentOf(of) : null;
            if (!(Common.Contains(entry.Type) || (segment is not null && wanted.Contains(segment)) || IsAbout(record.Payload)))
                continue;
            if (segment is not null)
                segments[segment] = record.Index;
            var packed = new PackedEntry(record.Index, entry.Type, entry.Time, entry.Actor,
                record.Payload is null ? null : BodyOf(record.Payload), record.Payload is null ? null : Convert.ToBase64String(record.Payload.Body.Salt), record.Payload?.Subject.Hash.ToString());
            entries.Add(packed with { Body = null, BodySalt = null, SubjectHash = null });
            pack.Add(packed.LeafPath, record.Leaf.Span);
            pack.Add(packed.ProofPath, Encoding.UTF8.GetBytes(new TlogProof(record.Index, await tree.ProveInclusionAsync(record.Index, cancellation), checkpoint).ToString()));
            if (record.Payload is null)
                continue;
            pack.AddJson(packed.PayloadPath, new { body = packed.Body, body_salt = packed.BodySalt, subject_hash = packed.SubjectHash });
            if (record.Payload.Subject.Bytes.Length > 0)
                _pseudonyms.Keep(packed.Place, record.Payload.Subject);
        }

        return (entries, segments);
    }

    private HashSet<string> SegmentsOfAccounts()
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in _journal.Segments)
        {
            if (_journal.Lines(segment, _journal.DigestOf(segment)).Any(line => order.Accounts.Contains(line.Account, StringComparer.Ordinal)))
                wanted.Add(segment);
        }

        return wanted;
    }

    private bool IsAbout(Payload? payload)
    {
        if (payload is null || payload.Subject.Bytes.Length == 0)
            return false;
        try
        {
            using var json = JsonDocument.Parse(payload.Subject.Bytes);
            return json.RootElement.ValueKind == JsonValueKind.Array
                && json.RootElement.EnumerateArray().Any(value => value.ValueKind == JsonValueKind.String && order.Accounts.Contains(value.GetString(), StringComparer.Ordinal));
        }
        catch (JsonException)
        {
            // A plain name.
            return order.Accounts.Contains(Encoding.UTF8.GetString(payload.Subject.Bytes.Span), StringComparer.Ordinal);
        }
    }

    private static string? SegmentOf(Payload payload) => JsonNode.Parse(payload.Body.Bytes.Span)?["segment"]?.GetValue<string>();

    private static string BodyOf(Payload payload) => Encoding.UTF8.GetString(payload.Body.Bytes.Span);

    private async Task GatherAsync(string segment, Dictionary<string, long> recorded, CancellationToken cancellation)
    {
        var digest = _journal.DigestOf(segment);
        var found = new List<(int Index, byte[] Bytes, string Account)>();
        foreach (var line in _journal.Lines(segment, digest))
        {
            if (line.Account is { } account && order.Accounts.Contains(account, StringComparer.Ordinal))
                found.Add((line.Index, line.Bytes.ToArray(), account));
        }

        if (found.Count == 0)
            return;
        long? entry = recorded.TryGetValue(segment, out var at) ? at : null;
        _segments.Add(new PackedSegment(segment, digest?.Count ?? found.Count, digest?.Root.ToString(), digest is null ? null : entry));
        if (digest is null || entry is null)
            _notes.Add($"{segment}: {found.Count} lines are in the pack without proof, because the hour was not finished and recorded yet");
        var tree = digest is null || entry is null ? null : new HashTree(digest.Leaves(_journal.Lines(segment, digest).Select(static line => line.Bytes)));
        foreach (var (index, bytes, account) in found)
        {
            var opened = digest?.Open(index, bytes) ?? Unproved(bytes);
            var packed = new PackedLine(segment, index, _pseudonyms.Of(account), Encoding.UTF8.GetString(opened.Body.Bytes.Span),
                Convert.ToBase64String(opened.Body.Salt), opened.Subject.Hash.ToString(),
                tree is null ? null : [.. (await tree.ProveInclusionAsync(index, cancellation)).Select(static hash => hash.ToString())]);
            _lines.Add(packed);
            _pseudonyms.Keep(packed.Place, opened.Subject);
        }
    }

    private static DisclosedLine Unproved(byte[] line)
    {
        var (subject, body) = Identity.Split(line);
        return new DisclosedLine(SaltedPart.Of(subject), SaltedPart.Of(body));
    }

    private void AddWords(PackFile pack, string version, Checkpoint checkpoint, List<PackedEntry> entries)
    {
        var findings = new JsonArray([.. order.Findings.Select(finding => Hidden(json => FindingJson.Write(json, finding)))]);
        var campaign = order.Campaign is { } one ? Hidden(json => CampaignJson.Write(json, one)) : null;
        pack.AddJson(PackNames.Findings, new JsonObject { ["campaign"] = campaign, ["accounts"] = findings });
        pack.AddJson(PackNames.Rules, Rules.Of(order.Calibration, version));
        pack.AddJson(PackNames.Atlas, AtlasCase.Of(order, _pseudonyms, time.GetUtcNow()));
        pack.AddJson(PackNames.Custody, new[]
        {
            new
            {
                at = time.GetUtcNow().UtcDateTime,
                by = order.By,
                did = $"made this pack with weir {version} from a data folder: {_lines.Count} journal lines, {entries.Count} ledger entries, checkpoint of {checkpoint.Size} entries",
                clock = "the clock of the machine that made the pack; entries and lines carry the clock of the gateway that wrote them",
            },
        });
        pack.AddJson(PackNames.Redactions, new
        {
            names = order.Named ? "nothing was withheld" : "accounts, organizations, keys and their names are withheld in lines, entries and findings; pseudonyms stand in their place. What is withheld is committed to, and the key to it is a file of its own.",
            content = "prompts and answers are in a line only where the operator keeps them",
            notes = _notes,
        });
        pack.Add(PackNames.Report, Encoding.UTF8.GetBytes(EvidenceReport.Of(order, _pseudonyms, entries, _segments, _lines, checkpoint, version, time.GetUtcNow())));
    }

    private JsonNode Hidden(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        var node = JsonNode.Parse(bytes.ToArray())!;
        return order.Named ? node : Hide(node)!;
    }

    private JsonNode? Hide(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(static member => member.Key is not "organization").Select(member => KeyValuePair.Create(_pseudonyms.Hide(member.Key), Hide(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Hide)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(_pseudonyms.Hide(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
