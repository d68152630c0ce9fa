using Weir.Traffic;

namespace Weir.Detection.Accounts;

/// <summary>How an analysis runs.</summary>
public sealed record AnalysisOptions
{
    public static AnalysisOptions Default { get; } = new();

    /// <summary>What is usual, from a calibration; null: the built-in beliefs, to which the log's own population is added day by day in both cases.</summary>
    public Yardstick? Calibration { get; init; }
    /// <summary>Threads that <see cref="AccountAnalysis.ObserveAll"/> may use. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;
    /// <summary>How long an exchange may be held to put arrivals in order.</summary>
    public TimeSpan ReorderWindow { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How many may be held.</summary>
    public int ReorderMost { get; init; } = 8_192;
    /// <summary>Whether accounts are compared with each other. Without, each is judged alone.</summary>
    public bool Campaigns { get; init; } = true;
}

/// <summary>What an analysis has taken in.</summary>
public readonly record struct AnalysisSummary(long Exchanges, long Accounts, DateTimeOffset? From, DateTimeOffset? To, long Late, long Unidentified, int YardstickAccounts, long ProfileBytes);

/// <summary>What an account's profile says without weighing anything anew: cheap enough to be looked at after each exchange.</summary>
public readonly record struct Glance(Verdict Verdict, double Evidence, long Tokens, long NewTokens, long Exchanges, string? Organization, DateTimeOffset Last);

/// <summary>What is known of one of an account's own customers, weighed as if it were an account.</summary>
public readonly record struct EndUserGlance(KeyedHash EndUser, Verdict Verdict, double Evidence, long NewTokens, long Exchanges);

/// <summary>Accounts by the verdict in force.</summary>
public readonly record struct VerdictCounts(long Clear, long Watch, long Act);
