using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>All that an analysis has to say, before it takes a form.</summary>
internal sealed record Report
{
    public required AnalysisSummary Summary { get; init; }
    public required long Lines { get; init; }
    public required LogFaults Faults { get; init; }
    public required double Seconds { get; init; }
    /// <summary>Most evidence first; with the clear ones where they were asked for.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
    /// <summary>Accounts that were at watch or act and are clear again, by name.</summary>
    public IReadOnlyList<string> Fallen { get; init; } = [];
    /// <summary>Where points of a chart are wanted: the same with all clear accounts.</summary>
    public IReadOnlyList<Finding> Everyone { get; init; } = [];
    /// <summary>Accounts that act as one, hardest verdict first.</summary>
    public IReadOnlyList<CampaignFinding> Campaigns { get; init; } = [];
    public required Timeline Timeline { get; init; }
    public Measured? Measured { get; init; }

    public int CountOf(Verdict verdict) => Findings.Count(finding => finding.Verdict == verdict);
    public IEnumerable<Finding> Suspects => Findings.Where(finding => finding.Verdict != Verdict.Clear);
    public bool AnythingFound => Campaigns.Count > 0 || Findings.Any(finding => finding.Verdict != Verdict.Clear);
}
