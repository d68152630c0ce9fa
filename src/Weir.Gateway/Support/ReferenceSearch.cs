using Weir.Gateway.Enforcement;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;
using Weir.Policy;
using Weir.Traffic;

namespace Weir.Gateway.Support;

/// <summary>
/// What a reference stands for. Every refusal names one, and so do decisions and answers to customers; whoever reads one out to support is answered
/// from what was kept: the newest refusals in memory, the journal, the decisions and the ledger. Reads files, so it is asked off the path.
/// </summary>
public sealed class ReferenceSearch
{
    private const int MostEntries = 20;

    private readonly DataFolder _data;
    private readonly PolicyDesk _desk;
    private readonly GatewayLedger _ledger;
    private readonly RecentRefusals _refusals;

    internal ReferenceSearch(DataFolder data, PolicyDesk desk, GatewayLedger ledger, RecentRefusals refusals) =>
        (_data, _desk, _ledger, _refusals) = (data, desk, ledger, refusals);

    /// <param name="reference">As <see cref="References.Read"/> made it.</param>
    /// <returns>Null where nothing that is kept bears it.</returns>
    public Task<FoundReference?> FindAsync(string reference, CancellationToken cancel) =>
        // An hour of the journal may have to be unpacked: not on the threads that serve calls.
        Task.Run(() => LookAsync(reference, cancel), cancel);

    private async Task<FoundReference?> LookAsync(string reference, CancellationToken cancel)
    {
        var found = new FoundReference { Reference = reference, Made = References.TimeOf(reference) };
        if (await CallAsync(reference, cancel) is { } call)
        {
            // The reference is the call's own; the decision behind it has another.
            var behind = call.Decision is { } decision ? await EntriesAsync(decision, cancel) : [];
            return found with { Call = call, Decision = Own(behind, call.Decision), Since = Others(behind, call.Decision), Now = call.Account is { } account ? _desk.HoldingOf(account, call.Organization).Posture : null };
        }

        var entries = await EntriesAsync(reference, cancel);
        return Own(entries, reference) is { } own
            ? found with { Decision = own, Since = Others(entries, reference), Now = own.Entry.Whom is { } whom ? _desk.Look((book, _, _) => book.Of(whom)?.At(_desk.Now) ?? Posture.Open) : null }
            : null;
    }

    private async Task<ReferredCall?> CallAsync(string reference, CancellationToken cancel)
    {
        // The journal knows how it ended; the memory knows it earlier, and knows calls by nobody.
        if (await JournalSearch.FindAsync(_data.JournalPath, _data.Hasher, reference, cancel) is { } line)
        {
            return new ReferredCall(
                line.Time, line.Account.Length == 0 ? null : line.Account, line.Organization, line.Key, line.EndUser.IsNone ? null : line.EndUser.ToString(), line.Dialect.Name(), line.Model, line.Status,
                Words.Of(line.Outcome), line.Usage.OutputTokens, line.Refused?.Code, line.Refused?.Says, line.Refused?.Decision, Recorded: true);
        }

        return _refusals.Find(reference) is { } refusal
            ? new ReferredCall(refusal.Time, refusal.Account, refusal.Organization, refusal.Key, null, refusal.Dialect.Name(), refusal.Model, refusal.Status, null, null, refusal.Told.Code, refusal.Told.Says, refusal.Told.Decision, Recorded: false)
            : null;
    }

    private async Task<List<ReferredEntry>> EntriesAsync(string reference, CancellationToken cancel)
    {
        var clauses = _desk.File.Current.Policy;
        var entries = new List<ReferredEntry>();
        foreach (var entry in await DecisionHistory.FindAsync(_desk.Log, reference, MostEntries, cancel))
            entries.Add(new ReferredEntry(entry, clauses.ClauseOf(entry.Clause), await LedgerSearch.FindAsync(_ledger, entry.Id, entry.Time, cancel)));
        return entries;
    }

    private static ReferredEntry? Own(List<ReferredEntry> entries, string? reference) => entries.Find(one => string.Equals(one.Entry.Id, reference, StringComparison.Ordinal));

    private static List<ReferredEntry> Others(List<ReferredEntry> entries, string? reference) => entries.FindAll(one => !string.Equals(one.Entry.Id, reference, StringComparison.Ordinal));
}
