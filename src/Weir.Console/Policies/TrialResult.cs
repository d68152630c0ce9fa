using Weir.Policy;

namespace Weir.Console.Policies;

/// <summary>What is to be tried: a policy, on how much of the journal, and how soon a person would answer.</summary>
/// <param name="Hours">The newest hours of the journal; null for all that is kept.</param>
/// <param name="ApproveAfter">A person says yes to every proposal after this; null: nobody answers.</param>
public sealed record TrialWish(string Text, PolicyReading Reading, int? Hours, TimeSpan? ApproveAfter);

/// <summary>One account's way through a replay.</summary>
/// <param name="Steps">From when on it stood where.</param>
/// <param name="Asked">When a person would have been asked, and for what.</param>
public sealed record TrialLane(string Account, string? Campaign, IReadOnlyList<(DateTimeOffset At, Posture Posture)> Steps, IReadOnlyList<(DateTimeOffset At, Posture Posture)> Asked, Posture Hardest)
{
    public DateTimeOffset First => Steps.Concat(Asked).Min(static one => one.At);
}

/// <summary>A person would have been asked about all members of a campaign at once.</summary>
public readonly record struct TrialAsk(string Campaign, DateTimeOffset At, Posture Posture);

/// <summary>What a group of accounts would have felt.</summary>
/// <param name="Felt">Accounts that were slowed or more.</param>
/// <param name="Touched">Accounts that had a request refused or changed.</param>
/// <param name="Kept">Of their new output, the share that would have been kept back.</param>
public readonly record struct TrialHarm(int Accounts, int Felt, int Stopped, int Touched, long Refused, long Changed, double Kept)
{
    internal static TrialHarm Of(IEnumerable<ReplayedAccount> accounts)
    {
        var (all, felt, stopped, touched, refused, changed) = (0, 0, 0, 0, 0L, 0L);
        double tokens = 0, through = 0;
        foreach (var one in accounts)
        {
            all++;
            felt += one.Hardest > Posture.Watch ? 1 : 0;
            stopped += one.Hardest.IsHard() ? 1 : 0;
            touched += one.Refused + one.Changed > 0 ? 1 : 0;
            (refused, changed) = (refused + one.Refused, changed + one.Changed);
            (tokens, through) = (tokens + one.NewTokens, through + one.NewTokensThrough);
        }

        return new TrialHarm(all, felt, stopped, touched, refused, changed, tokens > 0 ? 1 - through / tokens : 0);
    }
}

/// <summary>One campaign that detection found in the journal, and what of its harvest would have been kept back: under the policy in force, and under the other.</summary>
public sealed record TrialHarvest(string Campaign, bool Act, int Accounts, double NewTokens, double KeptNow, double KeptThen);

/// <summary>What a policy would have done with past traffic, beside what the one in force would have.</summary>
public sealed record TrialResult
{
    public const int Postures = 6;

    public required TrialWish Wish { get; init; }
    public required PolicyMode Mode { get; init; }
    /// <summary>The policy that it was compared with: its hash.</summary>
    public required string Against { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required long Exchanges { get; init; }
    public required TimeSpan Took { get; init; }
    public long Unreadable { get; init; }

    public required IReadOnlyList<TrialLane> Lanes { get; init; }
    public IReadOnlyList<TrialAsk> Asks { get; init; } = [];
    /// <summary>Accounts that would have been moved and are not in the picture.</summary>
    public int LanesLeftOff { get; init; }

    public required TrialHarm All { get; init; }
    public required TrialHarm AllNow { get; init; }
    /// <summary>Accounts whose finding is clear and that belong to no campaign.</summary>
    public required TrialHarm Ordinary { get; init; }
    public required TrialHarm OrdinaryNow { get; init; }
    public required IReadOnlyList<string> OrdinaryTouched { get; init; }
    public required IReadOnlyList<TrialHarvest> Harvests { get; init; }
    /// <summary>Accounts by hardest posture: [in force * 6 + tried].</summary>
    public required IReadOnlyList<int> Moves { get; init; }
}
