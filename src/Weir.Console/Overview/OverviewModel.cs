using Weir.Console.Inbox;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Gateway;
using Weir.Gateway.Findings;
using Weir.Policy;

namespace Weir.Console.Overview;

/// <summary>The state of everything, at one moment.</summary>
public sealed record OverviewModel
{
    public required IReadOnlyList<Sign> Signs { get; init; }
    public required AnalysisSummary Summary { get; init; }
    public required VerdictCounts Verdicts { get; init; }
    public required IReadOnlyList<CampaignFinding> Campaigns { get; init; }
    public required IReadOnlyList<KindShare> Kinds { get; init; }
    /// <summary>How many stand where, mild to hard; open ones are left out.</summary>
    public required IReadOnlyList<(Posture Posture, int Count)> Postures { get; init; }
    /// <summary>What waits for a person, by <see cref="WaitingKind"/>.</summary>
    public required IReadOnlyList<int> Waiting { get; init; }
    public required PolicyMode? Mode { get; init; }
    public required string? Policy { get; init; }

    /// <summary>Null where detection is busy.</summary>
    internal static async Task<OverviewModel?> ReadAsync(GatewayParts gateway, InboxReading inbox, CancellationToken cancel)
    {
        // One account a campaign: the number of the others is told beside it.
        var asked = await gateway.Detection.LookAsync(static analysis => new Asked(analysis.Summary, analysis.Campaigns(mostAccounts: 1)), cancel);
        if (asked is null)
            return null;
        var now = gateway.Policy.Now;
        var current = gateway.Policy.File.Current;
        return new OverviewModel
        {
            Signs = [.. Sign.Of(gateway).Concat(Campaigning(Undecided(gateway, asked.Campaigns))).OrderByDescending(static sign => sign.Level)],
            Summary = asked.Summary,
            Verdicts = gateway.Detection.Counts.Verdicts,
            Campaigns = asked.Campaigns,
            Kinds = gateway.History.Kinds,
            Postures = gateway.Policy.Look((book, _, _) => book.Standings.Values.Select(one => one.At(now)).Where(static posture => posture != Posture.Open)
                .CountBy(static posture => posture).Select(static one => (one.Key, one.Value)).OrderByDescending(static one => one.Key).ToArray()),
            Waiting = inbox.Counts,
            Mode = current.File is null ? null : current.Policy.Mode,
            Policy = current.File is null ? null : Path.GetFileName(current.File),
        };
    }

    public int InCampaigns => Campaigns.Sum(static one => one.Accounts.Count + one.LeftOff);

    public int WaitingAll => Waiting.Sum();

    /// <summary>Campaigns at act about which nothing was decided: by a person about the campaign, or for half of its accounts because of it.</summary>
    private static List<CampaignFinding> Undecided(GatewayParts gateway, IReadOnlyList<CampaignFinding> campaigns)
    {
        var now = gateway.Policy.Now;
        return gateway.Policy.Look((book, _, _) =>
        {
            var held = book.Standings.Values.Where(one => one.Campaign is not null && one.At(now) > Posture.Watch).CountBy(static one => one.Campaign!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return campaigns.Where(one => one.Verdict == Verdict.Act && !IsDecided(one)).ToList();

            bool IsDecided(CampaignFinding one) =>
                book.Of(new Subject(SubjectKind.Campaign, one.Campaign)) is { } own && (own.WordAt(now) is not null || own.At(now) != Posture.Open) || 2 * held.GetValueOrDefault(one.Campaign) >= one.Accounts.Count + one.LeftOff;
        });
    }

    private static IEnumerable<Sign> Campaigning(List<CampaignFinding> undecided)
    {
        if (undecided is [var one])
            yield return new Sign(SignLevel.Warn, $"{one.Accounts.Count + one.LeftOff} accounts act as one, and nothing was decided about it yet.", Pieces.Links.Campaign(one.Campaign));
        else if (undecided.Count > 1)
            yield return new Sign(SignLevel.Warn, $"{undecided.Count} campaigns wait for a decision: {undecided.Sum(static one => one.Accounts.Count + one.LeftOff)} accounts.", "/campaigns?undecided=1");
    }

    /// <summary>Changes when something that the page shows has changed.</summary>
    public string Digest => string.Join('|', [
        $"{Summary.Exchanges} {Summary.Accounts} {Verdicts} {string.Join(' ', Waiting)} {Mode} {Policy}", .. Signs.Select(static sign => sign.Says),
        .. Campaigns.Select(static one => $"{one.Campaign} {one.Verdict} {one.Accounts.Count + one.LeftOff} {one.Exposure.NewTokens}"), .. Postures.Select(static one => one.ToString())]);

    private sealed record Asked(AnalysisSummary Summary, IReadOnlyList<CampaignFinding> Campaigns);
}
