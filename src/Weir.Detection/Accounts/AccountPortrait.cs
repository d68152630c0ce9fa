using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>One account in a list: what its profile says without weighing anything anew.</summary>
/// <param name="Verdict">By its own conduct, or its organization's.</param>
/// <param name="GroupVerdict">Of the accounts that it acts as one with.</param>
public readonly record struct AccountRow(string Account, string? Organization, Verdict Verdict, Verdict GroupVerdict, bool Licensed, double Evidence, long Tokens, long NewTokens, long Exchanges, DateTimeOffset Last)
{
    public Verdict Harder => Verdict > GroupVerdict ? Verdict : GroupVerdict;
}

/// <summary>
/// Where a reason's value lies, beside what is usual among honest uses. Places are from 0 to 1 on a scale that is wide at both ends, where rates differ
/// most in meaning.
/// </summary>
/// <param name="Low">One account in twenty lies lower.</param>
/// <param name="High">One account in twenty lies higher.</param>
public readonly record struct ReasonScale(string Signal, double Value, double Low, double Middle, double High);

/// <summary>How many asks were of one kind, and the output tokens of its new answers.</summary>
public readonly record struct KindUse(string Kind, int Asks, long Tokens);

/// <summary>How many opening asks were in one language.</summary>
public readonly record struct LanguageUse(Language Language, int Openings);

/// <summary>A template: the head or the tail that prompts have in common, by a hash, since no text is kept.</summary>
public readonly record struct TemplateUse(string Hash, bool IsTail, int Fillings, int FollowUps);

/// <summary>What is remembered of an account, as far as a person can make use of it.</summary>
public sealed record AccountPortrait
{
    public required Finding Finding { get; init; }
    /// <summary>One for each reason that has a scale.</summary>
    public required IReadOnlyList<ReasonScale> Scales { get; init; }
    /// <summary>Exchanges by hour of the week in UTC, from Monday on: 168 of them.</summary>
    public required IReadOnlyList<int> Week { get; init; }
    public required int Weekend { get; init; }
    public required IReadOnlyList<KindUse> Kinds { get; init; }
    /// <summary>Most used first.</summary>
    public required IReadOnlyList<TemplateUse> Templates { get; init; }
    public required int Openings { get; init; }
    public required int NewPrompts { get; init; }
    /// <summary>Openings that fill a template.</summary>
    public required int Framed { get; init; }
    /// <summary>Different ones, as far as they are remembered: see the most.</summary>
    public required int Networks { get; init; }
    public required int MostNetworks { get; init; }
    public required int NetworkChanges { get; init; }
    public required int Clients { get; init; }
    public required int MostClients { get; init; }
    public required int ClientChanges { get; init; }
    /// <summary>Most used first; "unknown" stands for those of a small account that found no place of their own.</summary>
    public required IReadOnlyList<LanguageUse> Languages { get; init; }
    public required int LanguageChanges { get; init; }
    public required int ActiveHours { get; init; }
    public required int LongSilences { get; init; }

    internal static AccountPortrait Of(Finding finding, Profile profile, Yardstick yardstick)
    {
        var full = profile.AsFull();
        var counts = full.Life;
        int Count(Counter counter) => counts[(int)counter];
        var tokens = finding.Exposure.ByKind.ToDictionary(static one => one.Kind, static one => one.Tokens, StringComparer.Ordinal);
        var kinds = new List<KindUse>();
        for (var kind = 0; kind <= AskKindNames.Count; kind++)
        {
            var name = AskKindNames.Name(kind);
            var asks = kind < AskKindNames.Count ? Count(Counter.FirstKind.Plus(kind)) : 0;
            if (asks > 0 || tokens.ContainsKey(name))
                kinds.Add(new KindUse(name, asks, tokens.GetValueOrDefault(name)));
        }

        return new AccountPortrait
        {
            Finding = finding,
            Scales = [.. finding.Reasons.Select(reason => ScaleOf(reason, yardstick)).OfType<ReasonScale>()],
            Week = full.Week,
            Weekend = Count(Counter.Weekend),
            Kinds = [.. kinds.OrderByDescending(static one => one.Tokens).ThenByDescending(static one => one.Asks)],
            Templates = [.. full.Frames.Where(static frame => frame is { Hash: not 0, Fillings: > 1 }).OrderByDescending(static frame => frame.Fillings).Select(static frame => new TemplateUse(frame.Hash.ToString("x8"), frame.IsTail, frame.Fillings, frame.FollowUps))],
            Openings = Count(Counter.Openings),
            NewPrompts = Count(Counter.NewPrompts),
            Framed = Count(Counter.Framed),
            Networks = full.Networks.Count(static one => one != 0),
            MostNetworks = full.Networks.Length,
            NetworkChanges = Count(Counter.NetworkChanges),
            Clients = full.Clients.Count(static one => one != 0),
            MostClients = full.Clients.Length,
            ClientChanges = Count(Counter.ClientChanges),
            Languages = [.. full.Languages.Select(static (openings, language) => new LanguageUse((Language)language, openings)).Where(static one => one.Openings > 0).OrderByDescending(static one => one.Openings).ThenBy(static one => one.Language)],
            LanguageChanges = Count(Counter.LanguageChanges),
            ActiveHours = Count(Counter.ActiveHours),
            LongSilences = Count(Counter.LongSilences),
        };
    }

    /// <summary>All honest kinds of use together: what their beliefs hold likely.</summary>
    private static ReasonScale? ScaleOf(Reason reason, Yardstick yardstick)
    {
        var signal = Array.FindIndex(AllSignals.List, one => string.Equals(one.Name, reason.Signal, StringComparison.Ordinal));
        if (signal < 0)
            return null;
        Span<double> likely = stackalloc double[RateGrid.Count];
        likely.Clear();
        for (var kind = 0; kind < Archetypes.HonestCount; kind++)
        {
            if (yardstick.Belief(kind, signal) is not { } belief)
                continue;
            for (var i = 0; i < likely.Length; i++)
                likely[i] += belief.Weights[i];
        }

        var all = 0.0;
        foreach (var one in likely)
            all += one;
        return all == 0 ? null : new ReasonScale(reason.Signal, Place(reason.Value), Quantile(likely, 0.05 * all), Quantile(likely, 0.5 * all), Quantile(likely, 0.95 * all));
    }

    private static double Quantile(ReadOnlySpan<double> likely, double wanted)
    {
        var sum = 0.0;
        for (var i = 0; i < likely.Length; i++)
        {
            sum += likely[i];
            if (sum >= wanted)
                return (double)i / (RateGrid.Count - 1);
        }

        return 1;
    }

    /// <summary>Between the points of the grid, straight.</summary>
    private static double Place(double rate)
    {
        var points = RateGrid.Points;
        for (var i = 1; i < points.Length; i++)
        {
            if (rate <= points[i])
                return (i - 1 + Math.Clamp((rate - points[i - 1]) / (points[i] - points[i - 1]), 0, 1)) / (points.Length - 1);
        }

        return 1;
    }
}
