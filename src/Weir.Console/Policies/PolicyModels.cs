using Weir.Console.Work;
using Weir.Policy;

namespace Weir.Console.Policies;

public enum PolicyTab { InForce, Edit, Try, Versions }

public sealed record PolicyModel
{
    public required ResponsePolicy Policy { get; init; }
    public required string Hash { get; init; }
    /// <summary>Its name without its folder; null where the configuration names none.</summary>
    public string? File { get; init; }
    /// <summary>The file as it is now; null where it cannot be read.</summary>
    public PolicyText? Text { get; init; }
    /// <summary>The file as it is now has faults, and another policy is in force.</summary>
    public bool IsAside { get; init; }
    public PolicyVersion? Taken { get; init; }
    public int Held { get; init; }
    public int Stopped { get; init; }
    public int Proposed { get; init; }
}

public sealed record EditModel
{
    public required PolicyText Text { get; init; }
    /// <summary>The hash of the file that the person began with; empty where there was none.</summary>
    public required string Over { get; init; }
    public string? File { get; init; }
    public bool MaySave { get; init; }
    public string Reason { get; init; } = "";
    /// <summary>It was looked at, and this is what was found.</summary>
    public bool Checked { get; init; }
    public string? Refused { get; init; }
    /// <summary>What somebody else has put into the file meanwhile.</summary>
    public IReadOnlyList<DiffPart>? Theirs { get; init; }
    public required IReadOnlyList<DiffPart> Changes { get; init; }
}

public sealed record TryModel
{
    public required JobState<TrialResult> Job { get; init; }
    public bool HasPolicy { get; init; }
}

public sealed record VersionsModel
{
    public required IReadOnlyList<PolicyVersion> Versions { get; init; }
    public bool LedgerOff { get; init; }
    public PolicyVersion? From { get; init; }
    public PolicyVersion? To { get; init; }
    public IReadOnlyList<DiffPart>? Difference { get; init; }
    public PolicyText? Whole { get; init; }
}
