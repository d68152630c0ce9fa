using Weir.Ledger.Signing;

namespace Weir.Ledger.Checks;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Entry">The first entry that it costs; null where none is touched.</param>
public sealed record LedgerFault(string Path, string Says, long? Entry = null)
{
    public override string ToString() => Entry is { } entry ? $"entry {entry}: {Path} {Says}" : $"{Path} {Says}";
}

/// <summary>What a check found. Sound means: every entry stands where the signed checkpoint says, unchanged.</summary>
public sealed record LedgerReport
{
    public Checkpoint? Checkpoint { get; init; }
    public required VerifierKey? Key { get; init; }
    /// <summary>Entries that were read and fit.</summary>
    public long Entries { get; init; }
    /// <summary>Payloads that were read and fit.</summary>
    public long Payloads { get; init; }
    /// <summary>Payloads that are gone because an entry says so.</summary>
    public long Erased { get; init; }
    /// <summary>Witnesses whose signatures on <see cref="Witnessed"/> are good.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];
    public Checkpoint? Witnessed { get; init; }
    /// <summary>The root that was recorded last of each finished segment of the journal.</summary>
    public IReadOnlyDictionary<string, string> Segments { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public IReadOnlyList<LedgerFault> Faults { get; init; } = [];
    /// <summary>What is worth telling and no damage.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>It could not be read to its end, which says nothing of what it holds.</summary>
    public bool IsUnreadable { get; init; }

    public bool IsSound => Faults.Count == 0;

    public long? FirstBadEntry => Faults.Min(static fault => fault.Entry);
}
