namespace Weir.Traffic.Journals;

/// <summary>How logs are read.</summary>
public sealed record LogReadingOptions
{
    /// <summary>Threads that parse. Reading from disk and decompressing come on top.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
    /// <summary>A longer line is counted and skipped.</summary>
    public int LongestLine { get; init; } = 32 << 20;
    /// <summary>Bytes that are cut into lines at once.</summary>
    public int BlockBytes { get; init; } = 1 << 19;
    /// <summary>Keep prompts and answers as text in the exchanges. Detection does not need them.</summary>
    public bool KeepTexts { get; init; }
    /// <summary>End at the first line that cannot be used.</summary>
    public bool Strict { get; init; }
    /// <summary>A line older than what came before it by more than this is counted as out of order.</summary>
    public TimeSpan Reordering { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>How far a line may lie ahead of the clock.</summary>
    public TimeSpan FutureSlack { get; init; } = TimeSpan.FromDays(1);
    /// <summary>Sources that are read side by side where their times overlap.</summary>
    public int SideBySide { get; init; } = 32;
    /// <summary>Faults that are kept to be shown; all are counted.</summary>
    public int FaultsKept { get; init; } = 100;
}
