using System.Text;
using System.Text.Json;
using Weir.Gateway.Admission;
using Weir.Gateway.Storage;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Policy;

namespace Weir.Gateway.Ledger;

/// <summary>What an erasure took.</summary>
/// <param name="Entry">The entry that tells of it; -1 where there is no ledger.</param>
public sealed record AccountErasure(long JournalLines, int Payloads, long Entry);

/// <summary>Everything in a data folder that is about one account: to hand it out, or to erase it.</summary>
public sealed class AccountRecords(string dataFolder, string account)
{
    private readonly JournalArchive _journal = new(dataFolder);
    private readonly FolderSource _ledger = new(Path.Combine(dataFolder, "ledger"));

    /// <summary>Files of lines that name accounts; what the ledger repeats of them is erased with it.</summary>
    private IEnumerable<string> LineFiles =>
    [
        Path.Combine(dataFolder, KeyFile.Name),
        Path.Combine(dataFolder, "findings", "facts.jsonl"),
        Path.Combine(dataFolder, "policy", "decisions.jsonl"),
    ];

    /// <summary>Messages that no webhook took: read by people only, so all that mention the account go.</summary>
    private IEnumerable<string> DeadLetters => [Path.Combine(dataFolder, "policy", "undelivered.jsonl"), Path.Combine(dataFolder, "policy", "undelivered.jsonl.1")];

    /// <summary>The journal's lines, oldest first.</summary>
    public IEnumerable<string> JournalLines()
    {
        foreach (var segment in _journal.Segments)
        {
            foreach (var line in _journal.Lines(segment, _journal.DigestOf(segment)))
            {
                if (IsOurs(line))
                    yield return Encoding.UTF8.GetString(line.Bytes.Span);
            }
        }
    }

    /// <summary>Lines of keys, facts and decisions, and messages that no webhook took.</summary>
    public IEnumerable<(string File, string Line)> OtherLines() =>
        LineFiles.Where(File.Exists).SelectMany(file => Lines(file).Where(Names).Select(line => (Path.GetFileName(file), line)))
            .Concat(DeadLetters.Where(File.Exists).SelectMany(file => Lines(file).Where(IsMentioned).Select(line => (Path.GetFileName(file), line))));

    /// <summary>Entries of the ledger whose payload is about the account.</summary>
    public async Task<List<LedgerRecord>> EntriesAsync(long size, CancellationToken cancellation)
    {
        var about = new List<LedgerRecord>();
        await foreach (var record in _ledger.ReadAsync(0, size, cancellation))
        {
            if (record.Payload is { } payload && IsAbout(payload))
                about.Add(record);
        }

        return about;
    }

    /// <summary>
    /// Erases: first an entry says durably what will be gone, then it goes. Run again after a crash, it takes what was left. The caller
    /// owns the data folder.
    /// </summary>
    /// <param name="ledger">Null where the operator wants none.</param>
    public async Task<AccountErasure> EraseAsync(LedgerLog? ledger, TimeProvider time, CancellationToken cancellation)
    {
        var entries = await EntriesAsync(ledger?.Size ?? 0, cancellation);
        var lines = JournalLines().LongCount();
        ledger?.Append([NewEntry.Of(EntryType.AccountErased, time.GetUtcNow(), GatewayLedger.ByOperator, "", new Erasure(lines, [.. entries.Select(static record => record.Index)]).ToBytes())]);
        foreach (var record in entries)
            DurableFile.Delete(Path.Combine(dataFolder, "ledger", LedgerFiles.PathOfPayload(record.Entry!.Payload!.Value)));
        foreach (var segment in _journal.Segments.ToList())
            _journal.Erase(segment, IsOurs);
        foreach (var file in DeadLetters.Where(File.Exists))
            Keep(file, line => !IsMentioned(line));
        foreach (var file in LineFiles.Where(File.Exists))
            Keep(file, line => !Names(line));
        // What was learned of everybody is made again from the lines that are left.
        foreach (var derived in new[] { Path.Combine(dataFolder, "findings", "state"), Path.Combine(dataFolder, "findings", "state.aside") }.Where(File.Exists).Concat(Unfinished()).ToList())
            DurableFile.Delete(derived);
        ForgetExposure();
        ErasureRequests.Forget(dataFolder, account);
        return new AccountErasure(lines, entries.Count, ledger?.Size - 1 ?? -1);
    }

    private static void Keep(string file, Func<string, bool> wanted) =>
        DurableFile.Replace(file, Encoding.UTF8.GetBytes(string.Concat(Lines(file).Where(wanted).Select(static line => line + "\n"))));

    /// <summary>Files that a run which did not come to its end left half written. Those of the ledger and of the journal are swept with them.</summary>
    private IEnumerable<string> Unfinished() => new[] { dataFolder, Path.Combine(dataFolder, "findings"), Path.Combine(dataFolder, "policy"), Path.Combine(dataFolder, "digests"), Path.Combine(dataFolder, "journal") }
        .Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.tmp"));

    /// <summary>What left through the others lately still counts against their budgets.</summary>
    private void ForgetExposure()
    {
        var path = Path.Combine(dataFolder, "policy", "exposure");
        if (!File.Exists(path))
            return;
        var exposures = new ExposureBook();
        using (var file = new MemoryStream(File.ReadAllBytes(path)))
        {
            if (!exposures.Restore(file))
            {
                DurableFile.Delete(path);
                return;
            }
        }

        if (!exposures.Forget(account))
            return;
        using var left = new MemoryStream();
        exposures.Save(left);
        DurableFile.Replace(path, left.GetBuffer().AsSpan(0, (int)left.Length));
    }

    private bool IsMentioned(string line) => Mention.Of(account, line);

    private bool IsOurs(ArchivedLine line) => string.Equals(line.Account, account, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string file) => File.ReadLines(file).Where(static line => line.Length > 0);

    /// <summary>Keys are created under an account and later only named by their id: those of the account count as well.</summary>
    private bool Names(string line)
    {
        var (subject, _) = Identity.Split(Encoding.UTF8.GetBytes(line));
        return Holds(subject) || OwnKeyOf(line) || ForgottenOf(line);
    }

    private HashSet<string>? _ownKeys;

    private bool OwnKeyOf(string line)
    {
        _ownKeys ??= [.. KeyIds()];
        return _ownKeys.Count > 0 && Member(line, "id") is { } id && _ownKeys.Contains(id);
    }

    private IEnumerable<string> KeyIds()
    {
        var file = Path.Combine(dataFolder, KeyFile.Name);
        foreach (var line in File.Exists(file) ? Lines(file) : [])
        {
            if (string.Equals(Member(line, "account"), account, StringComparison.Ordinal) && Member(line, "id") is { } id)
                yield return id;
        }
    }

    private bool ForgottenOf(string line) => string.Equals(Member(line, "forgotten"), account, StringComparison.Ordinal);

    private bool IsAbout(Payload payload) => Holds(payload.Subject.Bytes.Span) || OwnKeyOf(Encoding.UTF8.GetString(payload.Body.Bytes.Span));

    /// <summary>Whether the account is among the values that name somebody.</summary>
    private bool Holds(ReadOnlySpan<byte> subject)
    {
        if (subject.IsEmpty)
            return false;
        try
        {
            var reader = new Utf8JsonReader(subject);
            using var values = JsonDocument.ParseValue(ref reader);
            return values.RootElement.ValueKind == JsonValueKind.Array && values.RootElement.EnumerateArray().Any(value => value.ValueKind == JsonValueKind.String && value.ValueEquals(account));
        }
        catch (JsonException)
        {
            // A plain name.
            return string.Equals(Encoding.UTF8.GetString(subject), account, StringComparison.Ordinal);
        }
    }

    private static string? Member(string line, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
