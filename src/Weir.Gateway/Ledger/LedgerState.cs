using System.Security.Cryptography;
using System.Text.Json;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Policy;

namespace Weir.Gateway.Ledger;

/// <summary>
/// What the entries of a ledger add up to: keys, facts of accounts, finished segments of the journal, versions in force. The files that
/// hold the same are made again from it where they are missing, and what they hold that it does not is recorded.
/// </summary>
internal sealed class LedgerState(RecordedLines recorded)
{
    /// <summary>The events of keys, in order, as lines of the key file.</summary>
    public List<byte[]> KeyLines { get; } = [];
    /// <summary>What was last told of each account, as lines of the file of facts.</summary>
    public Dictionary<string, byte[]> Facts { get; } = new(StringComparer.Ordinal);
    /// <summary>Decisions and acts, in order, as lines of the file of decisions.</summary>
    public List<byte[]> DecisionLines { get; } = [];
    /// <summary>What the accounts file said last of those whom it excuses.</summary>
    public Dictionary<string, byte[]> Listed { get; } = new(StringComparer.Ordinal);
    /// <summary>The recorded root of each segment.</summary>
    public Dictionary<string, string> Segments { get; } = new(StringComparer.Ordinal);
    /// <summary>The hash of the last version of each kind.</summary>
    public Dictionary<string, string> Versions { get; } = new(StringComparer.Ordinal);

    public static async Task<LedgerState> ReadAsync(string folder, long size, RecordedLines recorded, CancellationToken cancellation)
    {
        var state = new LedgerState(recorded);
        await foreach (var record in new FolderSource(folder).ReadAsync(0, size, cancellation))
        {
            if (record is { Entry: { } entry, Payload: { } payload })
                state.Take(entry.Type, payload);
        }

        return state;
    }

    private void Take(string type, Payload payload)
    {
        switch (type)
        {
            case EntryType.KeyCreated or EntryType.KeyRotated or EntryType.KeyRevoked:
                Add(KeyLines, Line(payload));
                break;
            case EntryType.Decision or EntryType.OperatorAction or EntryType.PolicyVersion:
                var decision = Line(payload);
                // Others may record decisions that are no lines of that file.
                if (PolicyEntryJson.Read(decision) is not null)
                    Add(DecisionLines, decision);
                break;
            case EntryType.AccountFacts:
                var facts = Line(payload);
                if (AccountOf(facts) is { } told)
                    Facts[told] = facts;
                break;
            case EntryType.AccountForgotten:
                if (AccountOf(Line(payload)) is { } forgotten)
                    Facts.Remove(forgotten);
                break;
            case EntryType.AccountListed:
                var excused = Line(payload);
                if (AccountOf(excused) is { } listed)
                    Listed[listed] = excused;
                break;
            case EntryType.AccountUnlisted:
                if (AccountOf(Line(payload)) is { } unlisted)
                    Listed.Remove(unlisted);
                break;
            case EntryType.JournalSegment:
                if (SegmentBody.Read(payload.Body.Bytes) is ({ } segment, { } root))
                    Segments[segment] = root;
                break;
            case EntryType.TermsVersion or EntryType.CalibrationVersion:
                Versions[type] = HashOf(payload.Body.Bytes.Span);
                break;
        }
    }

    private void Add(List<byte[]> lines, byte[] line)
    {
        if (recorded.Add(line))
            lines.Add(line);
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static byte[] Line(Payload payload) => Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span);

    public static string? AccountOf(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty("account"u8, out var account) ? account.GetString() : null;
    }
}
