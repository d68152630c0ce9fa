namespace Weir.Cli.EvidencePacks;

/// <summary>An entry of the ledger in a pack. The leaf, the proof and the payload lie beside, as files of their own.</summary>
internal sealed record PackedEntry(long Index, string Type, DateTimeOffset Time, string Actor)
{
    internal string Place => $"entry {Index}";
    internal string LeafPath => $"ledger/entries/{Index}.json";
    internal string ProofPath => $"ledger/entries/{Index}.tlog-proof";
    internal string PayloadPath => $"ledger/entries/{Index}.payload.json";
}

/// <summary>A segment of the journal of which lines are in the pack.</summary>
/// <param name="Entry">The entry that holds its root; null where it was not finished, or not recorded yet: its lines are then not proved.</param>
internal sealed record PackedSegment(string Segment, int Lines, string? Root, long? Entry);

/// <summary>A line of the journal in a pack: all of it but whom it is about.</summary>
/// <param name="Account">The pseudonym. It is proved only with the key.</param>
internal sealed record PackedLine(string Segment, int Index, string Account, string Line, string? Salt, string? SubjectHash, IReadOnlyList<string>? Path)
{
    internal string Place => $"line {Segment} {Index}";
}

internal static class PackNames
{
    public const string Checkpoint = "ledger/checkpoint";
    public const string Witnessed = "ledger/checkpoint.witnessed";
    public const string Witnesses = "ledger/witnesses";
    public const string Key = "ledger/key";
    public const string Entries = "ledger/entries.json";
    public const string Segments = "journal/segments.json";
    public const string Lines = "journal/lines.jsonl";
    public const string Findings = "findings.json";
    public const string Rules = "rules.json";
    public const string Custody = "custody.json";
    public const string Redactions = "redactions.json";
    public const string Atlas = "atlas-case-study.json";
    public const string Report = "report.html";
}

/// <summary>Who handled the pack, and how.</summary>
internal sealed record Custody(DateTimeOffset At, string By, string Did, string Clock);

/// <summary>What is withheld, and why.</summary>
internal sealed record Redactions(string Names, string Content, IReadOnlyList<string> Notes);
