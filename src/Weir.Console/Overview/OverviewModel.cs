using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Gateway;
using Weir.Gateway.Findings;
using Weir.Policy;

namespace Weir.Console.Overview;

/// <summary>What waits for a person.</summary>
public sealed record WaitingModel(int Proposals, int Appeals, int LicenceRequests, int Reports, int Undelivered)
{
    public int All => Proposals + Appeals + LicenceRequests + Reports + Undelivered;

    public static WaitingModel Of(GatewayParts gateway)
    {
        var desk = gateway.Policy;
        var now = desk.Now;
        var oldest = now - desk.File.Current.Policy.Hold.ProposalsFor;
        var (proposals, pleas) = desk.Look((book, _, _) => (
            book.Proposals.Count(one => one.Time > oldest),
            book.Pleas.Where(static plea => plea.Answer is null).CountBy(static plea => plea.Entry.Kind).ToDictionary()));
        return new(proposals, pleas.GetValueOrDefault(EntryKind.Appealed), pleas.GetValueOrDefault(EntryKind.LicenceRequested), pleas.GetValueOrDefault(EntryKind.Reported), gateway.Notices.Undelivered.Count);
    }
}

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
    public required WaitingModel Waiting { get; init; }
    public required PolicyMode? Mode { get; init; }
    public required string? Policy { get; init; }

    /// <summary>Null where detection is busy.</summary>
    public static async Task<OverviewModel?> ReadAsync(GatewayParts gateway, CancellationToken cancel)
    {
        // One account a campaign: the number of the others is told beside it.
        var asked = await gateway.Detection.LookAsync(static analysis => new Asked(analysis.Summary, analysis.Campaigns(mostAccounts: 1)), cancel);
        if (asked is null)
            return null;
        var now = gateway.Policy.Now;
        var current = gateway.Policy.File.Current;
        return new OverviewModel
        {
            Signs = [.. Sign.Of(gateway).Concat(Campaigning(asked.Campaigns)).OrderByDescending(static sign => sign.Level)],
            Summary = asked.Summary,
            Verdicts = gateway.Detection.Counts.Verdicts,
            Campaigns = asked.Campaigns,
            Kinds = gateway.History.Kinds,
            Postures = gateway.Policy.Look((book, _, _) => book.Standings.Values.Select(one => one.At(now)).Where(static posture => posture != Posture.Open)
                .CountBy(static posture => posture).Select(static one => (one.Key, one.Value)).OrderByDescending(static one => one.Key).ToArray()),
            Waiting = WaitingModel.Of(gateway),
            Mode = current.File is null ? null : current.Policy.Mode,
            Policy = current.File is null ? null : Path.GetFileName(current.File),
        };
    }

    public int InCampaigns => Campaigns.Sum(static one => one.Accounts.Count + one.LeftOff);

    private static IEnumerable<Sign> Campaigning(IReadOnlyList<CampaignFinding> campaigns)
    {
        CampaignFinding[] act = [.. campaigns.Where(static one => one.Verdict == Verdict.Act)];
        if (act is [var one])
            yield return new Sign(SignLevel.Warn, $"A campaign is at act: {one.Accounts.Count + one.LeftOff} accounts act as one.", Pieces.Links.Campaign(one.Campaign));
        else if (act.Length > 1)
            yield return new Sign(SignLevel.Warn, $"{act.Length} campaigns are at act: {act.Sum(static one => one.Accounts.Count + one.LeftOff)} accounts.", "/campaigns");
    }

    /// <summary>Changes when something that the page shows has changed.</summary>
    public string Digest => string.Join('|', [
        $"{Summary.Exchanges} {Summary.Accounts} {Verdicts} {Waiting} {Mode} {Policy}", .. Signs.Select(static sign => sign.Says),
        .. Campaigns.Select(static one => $"{one.Campaign} {one.Verdict} {one.Accounts.Count + one.LeftOff} {one.Exposure.NewTokens}"), .. Postures.Select(static one => one.ToString())]);

    private sealed record Asked(AnalysisSummary Summary, IReadOnlyList<CampaignFinding> Campaigns);
}
