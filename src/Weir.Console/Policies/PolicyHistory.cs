using Weir.Console.LedgerPages;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Policy;

namespace Weir.Console.Policies;

/// <summary>A policy that was in force, as the ledger has it.</summary>
/// <param name="Index">Its entry in the ledger.</param>
/// <param name="IsErased">The text is not there any more.</param>
public sealed record PolicyVersion(long Index, DateTimeOffset Time, string Actor, string? Reason, PolicyMode? Mode, string? Hash, int Lines, bool IsErased);

/// <summary>Every policy that was in force, from the ledger: it cannot be told otherwise later.</summary>
internal sealed class PolicyHistory(LedgerIndex index)
{
    public const int Most = 200;

    private readonly Dictionary<long, PolicyVersion> _read = [];
    private readonly Lock _gate = new();

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<PolicyVersion>> ReadAsync(CancellationToken cancel)
    {
        var slice = await index.FindAsync(new LedgerQuery { Type = EntryType.PolicyVersion }, Most, cancel);
        var versions = new List<PolicyVersion>(slice.Entries.Count);
        foreach (var at in slice.Entries)
            versions.Add(await VersionAsync(at, cancel));
        return versions;
    }

    /// <summary>The text of one; null where the entry is no policy, or its contents were erased.</summary>
    public async Task<string?> TextAsync(long at, CancellationToken cancel) => (await EntryAsync(at, cancel)).Policy?.Text;

    private async Task<PolicyVersion> VersionAsync(long at, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_read.TryGetValue(at, out var known))
                return known;
        }

        var (entry, policy) = await EntryAsync(at, cancel);
        var version = new PolicyVersion(at, policy?.Time ?? entry?.Time ?? default, policy?.Actor ?? entry?.Actor ?? "", policy?.Reason, policy?.Mode, policy?.Policy, policy?.Text is { } text ? text.AsSpan().Count('\n') + (text.EndsWith('\n') ? 0 : 1) : 0, policy?.Text is null);
        lock (_gate)
            return _read[at] = version;
    }

    private async Task<(Entry? Entry, PolicyEntry? Policy)> EntryAsync(long at, CancellationToken cancel)
    {
        if (at < 0 || at >= index.Size)
            return default;
        var record = await index.Source.ReadOneAsync(at, index.Size, cancel);
        var policy = record is { Entry.Type: EntryType.PolicyVersion, Payload: { } payload } ? PolicyEntryJson.Read(Identity.Join(payload.Subject.Bytes.Span, payload.Body.Bytes.Span)) : null;
        return (record.Entry, policy);
    }
}
