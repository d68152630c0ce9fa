using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;
using Weir.Policy;

namespace Weir.Cli.EvidencePacks;

/// <summary>
/// The entries of a pack: about its accounts and their campaign, and those that everything rests on. Each goes in with its proof; a body that would
/// give somebody away goes in as its hash and as a copy without names, and stands whole in the key to the names.
/// </summary>
internal sealed class LedgerPart(EvidenceOrder order, FolderSource ledger, Pseudonyms names)
{
    /// <summary>Of these types every entry belongs into every pack: under which rules and terms, and while what was running.</summary>
    private static readonly HashSet<string> Common = [EntryType.PolicyVersion, EntryType.TermsVersion, EntryType.CalibrationVersion, EntryType.GatewayStarted, EntryType.GatewayStopped];

    private readonly HashSet<string> _accounts = new(order.Accounts, StringComparer.Ordinal);
    private readonly HashSet<string> _campaigns = order.Campaign is { } campaign ? new([campaign.Campaign, .. campaign.Merged], StringComparer.Ordinal) : [];

    public List<PackedEntry> Entries { get; } = [];
    /// <summary>The root of each segment, and the entry that holds it.</summary>
    public Dictionary<string, (long Entry, string Root)> Segments { get; } = new(StringComparer.Ordinal);
    public List<DecisionRow> Decisions { get; } = [];
    /// <summary>Entries whose body is withheld because it names somebody.</summary>
    public List<long> Withheld { get; } = [];
    public List<(long Entry, string Text)> Terms { get; } = [];
    public List<(long Entry, string Hash)> Policies { get; } = [];

    /// <param name="wanted">The segments of which the pack has lines.</param>
    public async Task AddAsync(PackFile pack, Checkpoint checkpoint, IReadOnlySet<string> wanted, CancellationToken cancellation)
    {
        var tree = new TreeReader(ledger, checkpoint.Size);
        await foreach (var record in ledger.ReadAsync(0, checkpoint.Size, cancellation))
        {
            if (record.Entry is not { } entry)
                continue;
            var (segment, root) = entry.Type is EntryType.JournalSegment && record.Payload is { } of ? SegmentBody.Read(of.Body.Bytes) : default;
            if (!(Common.Contains(entry.Type) || (segment is not null && wanted.Contains(segment)) || IsAbout(entry.Type, record.Payload)))
                continue;
            if (segment is not null && root is not null)
                Segments[segment] = (record.Index, root);
            var packed = new PackedEntry(record.Index, entry.Type, entry.Time, entry.Actor);
            Entries.Add(packed);
            pack.Add(packed.LeafPath, record.Leaf.Span);
            pack.Add(packed.ProofPath, Encoding.UTF8.GetBytes(new TlogProof(record.Index, await tree.ProveInclusionAsync(record.Index, cancellation), checkpoint).ToString()));
            if (record.Payload is { } payload)
                Add(pack, packed, payload);
            Tell(record);
        }
    }

    private void Add(PackFile pack, PackedEntry packed, Payload payload)
    {
        var body = Encoding.UTF8.GetString(payload.Body.Bytes.Span);
        if (payload.Subject.Bytes.Length > 0)
            names.Keep(packed.Place, payload.Subject);
        if (packed.Type is not (EntryType.Decision or EntryType.OperatorAction) || (!names.Names(body) && !IsCustomersOwn(body)))
        {
            pack.AddJson(packed.PayloadPath, new { body, body_salt = Convert.ToBase64String(payload.Body.Salt), subject_hash = payload.Subject.Hash.ToString() });
            return;
        }

        Withheld.Add(packed.Index);
        names.KeepBody(packed.Place, payload.Body);
        pack.AddJson(packed.PayloadPath, new { body_without_names = WithoutNames(body), body_hash = payload.Body.Hash.ToString(), subject_hash = payload.Subject.Hash.ToString() });
    }

    /// <summary>What a customer wrote, and where to reach them.</summary>
    private bool IsCustomersOwn(string body) => !names.Named && PolicyEntryJson.Read(Encoding.UTF8.GetBytes(body)) is { Kind: EntryKind.Appealed or EntryKind.LicenceRequested or EntryKind.Reported };

    private string WithoutNames(string body)
    {
        if (JsonNode.Parse(body) is not JsonObject json)
            return names.Hide(body);
        if (json.ContainsKey("contact"))
            json["contact"] = null;
        return names.Hide(json.ToJsonString(PolicyEntryJson.Options));
    }

    private void Tell(LedgerRecord record)
    {
        var body = record.Payload is { } payload ? Encoding.UTF8.GetString(payload.Body.Bytes.Span) : "";
        if (record.Entry!.Type is EntryType.TermsVersion)
            Terms.Add((record.Index, body));
        else if (record.Entry.Type is EntryType.PolicyVersion && PolicyEntryJson.Read(Encoding.UTF8.GetBytes(body)) is { Policy: { } hash })
            Policies.Add((record.Index, hash));
        else if (!Common.Contains(record.Entry.Type) && DecisionWords.Of(record, names) is { } row)
            Decisions.Add(row);
    }

    private bool IsAbout(string type, Payload? payload)
    {
        if (payload is null || payload.Subject.Bytes.Length == 0)
            return false;
        try
        {
            using var json = JsonDocument.Parse(payload.Subject.Bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return false;
            var campaign = false;
            foreach (var value in json.RootElement.EnumerateArray())
            {
                if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } name)
                    continue;
                if (_accounts.Contains(name))
                    return true;
                campaign |= _campaigns.Contains(name);
            }

            // Somebody's account may be called as the campaign is.
            return campaign && type is EntryType.Decision or EntryType.OperatorAction
                && PolicyEntryJson.Read(Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span)) is { SubjectKind: SubjectKind.Campaign };
        }
        catch (JsonException)
        {
            // A plain name.
            return _accounts.Contains(Encoding.UTF8.GetString(payload.Subject.Bytes.Span));
        }
    }
}
