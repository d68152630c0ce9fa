using Weir.Detection;

namespace Weir.Cli.Analyze;

/// <summary>Findings held against the truth. An account counts at a verdict once it has reached it, whatever came after.</summary>
internal sealed record Measured
{
    public required Share PrecisionAtWatch { get; init; }
    public required Share PrecisionAtAct { get; init; }
    public required Share RecallAtWatch { get; init; }
    public required Share RecallAtAct { get; init; }
    /// <summary>Exchanges of harvesters that were over before the verdict, of all of theirs.</summary>
    public required Share LeftBeforeWatch { get; init; }
    public required Share LeftBeforeAct { get; init; }
    public required IReadOnlyList<MeasuredClass> Classes { get; init; }
    /// <summary>Accounts of the log that have no label, and labels whose account is not in the log.</summary>
    public required long Unlabelled { get; init; }
    public required long Unseen { get; init; }

    public static Measured Of(IReadOnlyList<Finding> everyone, IReadOnlyDictionary<string, Label> labels)
    {
        var known = everyone.Where(finding => labels.ContainsKey(finding.Account)).ToList();
        var harvest = known.Where(finding => labels[finding.Account].Extraction).ToList();
        var watched = known.Where(AtWatch).ToList();
        var acted = known.Where(AtAct).ToList();
        bool IsHarvest(Finding finding) => labels[finding.Account].Extraction;
        return new Measured
        {
            PrecisionAtWatch = new Share(watched.Count(IsHarvest), watched.Count),
            PrecisionAtAct = new Share(acted.Count(IsHarvest), acted.Count),
            RecallAtWatch = new Share(watched.Count(IsHarvest), harvest.Count),
            RecallAtAct = new Share(acted.Count(IsHarvest), harvest.Count),
            LeftBeforeWatch = LeftBefore(harvest, finding => finding.ExchangesBeforeWatch),
            LeftBeforeAct = LeftBefore(harvest, finding => finding.ExchangesBeforeAct),
            Classes =
            [
                .. known.GroupBy(finding => labels[finding.Account])
                    .OrderBy(group => group.Key.Extraction).ThenBy(group => group.Key.Class, StringComparer.Ordinal)
                    .Select(group => MeasuredClass.Of(group.Key, [.. group])),
            ],
            Unlabelled = everyone.Count - known.Count,
            Unseen = labels.Count - known.Count,
        };
    }

    // A licensed account's evidence alarms nobody.
    public static bool AtWatch(Finding finding) => !finding.Licensed && (finding.WatchAt is not null || finding.ActAt is not null);
    public static bool AtAct(Finding finding) => !finding.Licensed && finding.ActAt is not null;

    public static Share LeftBefore(IReadOnlyList<Finding> harvest, Func<Finding, long?> before) =>
        new(harvest.Sum(finding => before(finding) ?? finding.Exchanges), harvest.Sum(finding => finding.Exchanges));
}

/// <summary>One class of the truth.</summary>
internal sealed record MeasuredClass(Label Label, Share Watch, Share Act, Share LeftBeforeWatch, Share LeftBeforeAct)
{
    public static MeasuredClass Of(Label label, IReadOnlyList<Finding> accounts) => new(
        label,
        new Share(accounts.Count(Measured.AtWatch), accounts.Count),
        new Share(accounts.Count(Measured.AtAct), accounts.Count),
        Measured.LeftBefore(accounts, finding => finding.ExchangesBeforeWatch),
        Measured.LeftBefore(accounts, finding => finding.ExchangesBeforeAct));
}
