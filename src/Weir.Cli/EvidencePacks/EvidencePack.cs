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
internal sealed record EvidenceOrder(string Data, IReadOnlyList<string> Accounts, IReadOnlyList<Finding> Findings, CampaignFinding? Campaign, string By, bool Named, string? Calibration)
{
    /// <summary>Accounts that the pack is not about and that it must not name either.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>
/// Gathers a pack from a data folder: what detection says, the journal's lines and the ledger's entries that it rests on, and the proofs by
/// which a stranger can check them.
/// </summary>
internal sealed class EvidencePack
{
    private readonly EvidenceOrder _order;
    private readonly TimeProvider _time;
    private readonly FolderSource _ledger;
    private readonly JournalArchive _journal;
    private readonly HashSet<string> _accounts;
    private readonly List<PackedSegment> _segments = [];
    private readonly List<PackedLine> _lines = [];
    private readonly List<string> _notes = [];

    public EvidencePack(EvidenceOrder order, TimeProvider time)
    {
        (_order, _time) = (order, time);
        (_ledger, _journal, Pseudonyms) = (new FolderSource(Path.Combine(order.Data, "ledger")), new JournalArchive(order.Data), new Pseudonyms(order.Named));
        _accounts = new HashSet<string>(order.Accounts, StringComparer.Ordinal);
        foreach (var account in order.Accounts)
            Pseudonyms.Of(account);
        foreach (var finding in order.Findings)
            Pseudonyms.Withhold(finding.Organization ?? "", "an organization");
        foreach (var other in order.Others)
            Pseudonyms.Withhold(other, "another account");
    }

    public Pseudonyms Pseudonyms { get; }
    public int Lines => _lines.Count;
    public int Proved => _lines.Count(static line => line.Path is not null);
    public int Entries { get; private set; }

    /// <returns>The hash of the manifest; null and a sentence where there is nothing to build on.</returns>
    public async Task<(string? Hash, string? Fault)> WriteAsync(Stream output, string version, CancellationToken cancellation)
    {
        if (await _ledger.ReadKeyAsync(cancellation) is not { } key
            || _ledger.Read(LedgerFiles.Checkpoint) is not { } bytes || !Checkpoint.TryParse(bytes, out var checkpoint) || !checkpoint.IsOf(key))
            return (null, $"'{_order.Data}' has no ledger whose checkpoint is signed by its key, so nothing could be proved.");

        using var pack = new PackFile(output, _time.GetUtcNow());
        pack.Add(PackNames.Checkpoint, bytes);
        pack.Add(PackNames.Key, Encoding.UTF8.GetBytes(key.Text + "\n"));
        foreach (var (file, name) in new[] { (LedgerFiles.Witnessed, PackNames.Witnessed), (LedgerFiles.Witnesses, PackNames.Witnesses) })
        {
            if (_ledger.Read(file) is { } signed)
                pack.Add(name, signed);
        }

        var ledger = new LedgerPart(_order, _ledger, Pseudonyms);
        await ledger.AddAsync(pack, checkpoint, SegmentsOfAccounts(), cancellation);
        Entries = ledger.Entries.Count;
        foreach (var segment in _journal.Segments)
            await GatherAsync(segment, ledger.Segments, cancellation);
        pack.AddJson(PackNames.Entries, ledger.Entries);
        pack.AddJson(PackNames.Segments, _segments);
        pack.Add(PackNames.Lines, Encoding.UTF8.GetBytes(string.Concat(_lines.Select(static line => JsonSerializer.Serialize(line) + "\n"))));
        AddWords(pack, version, checkpoint, ledger);
        return (pack.Finish(version), null);
    }

    private HashSet<string> SegmentsOfAccounts()
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in _journal.Segments)
        {
            if (_journal.Lines(segment, _journal.DigestOf(segment)).Any(line => line.Account is { } account && _accounts.Contains(account)))
                wanted.Add(segment);
        }

        return wanted;
    }

    private async Task GatherAsync(string segment, Dictionary<string, (long Entry, string Root)> recorded, CancellationToken cancellation)
    {
        var digest = _journal.DigestOf(segment);
        var found = new List<(int Index, byte[] Bytes, string Account)>();
        foreach (var line in _journal.Lines(segment, digest))
        {
            if (line.Account is { } account && _accounts.Contains(account))
                found.Add((line.Index, line.Bytes.ToArray(), account));
        }

        if (found.Count == 0)
            return;
        var tree = digest is not null && recorded.ContainsKey(segment) ? new HashTree(digest.Leaves(_journal.Lines(segment, digest).Select(static line => line.Bytes))) : null;
        if (tree is null)
            _notes.Add($"{segment}: {found.Count} lines are in the pack without proof, because the hour was not finished and recorded yet");
        else if (!string.Equals(tree.Root.ToString(), recorded[segment].Root, StringComparison.Ordinal))
        {
            // Lines or digest were changed since; what they would prove is not what the ledger has.
            tree = null;
            _notes.Add($"{segment}: {found.Count} lines are in the pack without proof, because the hour's lines are not those that the ledger recorded (weir ledger verify --journal)");
        }

        _segments.Add(new PackedSegment(segment, digest?.Count ?? found.Count, digest?.Root.ToString(), tree is null ? null : recorded[segment].Entry));
        foreach (var (index, bytes, account) in found)
        {
            var opened = digest?.Open(index, bytes) ?? Unproved(bytes);
            var packed = new PackedLine(segment, index, Pseudonyms.Of(account), Encoding.UTF8.GetString(opened.Body.Bytes.Span),
                Convert.ToBase64String(opened.Body.Salt), opened.Subject.Hash.ToString(),
                tree is null ? null : [.. (await tree.ProveInclusionAsync(index, cancellation)).Select(static hash => hash.ToString())]);
            _lines.Add(packed);
            Pseudonyms.Keep(packed.Place, opened.Subject);
        }
    }

    private static DisclosedLine Unproved(byte[] line)
    {
        var (subject, body) = Identity.Split(line);
        return new DisclosedLine(SaltedPart.Of(subject), SaltedPart.Of(body));
    }

    private void AddWords(PackFile pack, string version, Checkpoint checkpoint, LedgerPart ledger)
    {
        var made = _time.GetUtcNow();
        var findings = new JsonArray([.. _order.Findings.Select(finding => Hidden(json => FindingJson.Write(json, finding)))]);
        var campaign = _order.Campaign is { } one ? Hidden(json => CampaignJson.Write(json, one)) : null;
        pack.AddJson(PackNames.Findings, new JsonObject { ["campaign"] = campaign, ["accounts"] = findings });
        var rules = Rules.Of(_order.Calibration, version);
        pack.AddJson(PackNames.Rules, rules);
        pack.AddJson(PackNames.Atlas, AtlasCase.Of(_order, Pseudonyms, made));
        var custody = new Custody(made, _order.By,
            $"made this pack with weir {version} from a data folder: {_lines.Count} journal lines, {ledger.Entries.Count} ledger entries, checkpoint of {checkpoint.Size} entries",
            "the clock of the machine that made the pack; entries and lines carry the clock of the gateway that wrote them");
        pack.AddJson(PackNames.Custody, new[] { new { at = custody.At.UtcDateTime, by = custody.By, did = custody.Did, clock = custody.Clock } });
        if (ledger.Withheld.Count > 0)
            _notes.Add($"the payloads of {ledger.Withheld.Count} entries would name somebody: the pack has their hashes and copies without names, the key to the names has them whole (entries {string.Join(", ", ledger.Withheld.Take(100))}{(ledger.Withheld.Count > 100 ? " and more" : "")})");
        var redactions = new Redactions(
            _order.Named ? "nothing was withheld" : "accounts, organizations, keys and their names are withheld in lines, entries and findings; pseudonyms stand in their place. What is withheld is committed to, and the key to it is a file of its own.",
            "prompts and answers are in a line only where the operator keeps them", _notes);
        pack.AddJson(PackNames.Redactions, new { names = redactions.Names, content = redactions.Content, notes = redactions.Notes });
        var witnessed = _ledger.Read(LedgerFiles.Witnessed) is { } bytes && Checkpoint.TryParse(bytes, out var seen) ? seen : null;
        var report = new EvidenceReport(_order, Pseudonyms, ledger, _segments, _lines, rules, checkpoint, witnessed, custody, redactions, version);
        pack.Add(PackNames.Report, Encoding.UTF8.GetBytes(report.Write()));
    }

    private JsonNode Hidden(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        var node = JsonNode.Parse(bytes.ToArray())!;
        return _order.Named ? node : Hide(node)!;
    }

    private JsonNode? Hide(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(static member => member.Key is not "organization").Select(member => KeyValuePair.Create(Pseudonyms.Hide(member.Key), Hide(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Hide)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Pseudonyms.Hide(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
