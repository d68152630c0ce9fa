using Weir.Detection;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Work;
using Weir.Detection.Campaigns;
using Weir.Policy;

namespace Weir.Console.Campaigns;

/// <summary>A page of campaigns, and what a person said of them.</summary>
/// <param name="Counts">How many there are of each that can be shown.</param>
public sealed record CampaignsModel(IReadOnlyList<CampaignRow> Campaigns, CampaignsQuery Query, int Found, IReadOnlyDictionary<CampaignsShown, int> Counts);

/// <param name="Held">Of its accounts, by decisions of their own because of it.</param>
public sealed record CampaignRow(CampaignGlance Glance, PersonsWord? Word, Posture Posture, int Waiting, int Held)
{
    public bool IsUndecided => Waiting > 0 || Glance.Verdict == Verdict.Act && Word is null && Posture == Posture.Open && 2 * Held < Glance.Accounts;

    /// <summary>A person said that nothing follows from it.</summary>
    public bool Dismissed => Word is { Posture: Posture.Open };
}

/// <summary>One campaign with all that its page shows.</summary>
public sealed record CampaignModel(CampaignSight Sight, MemberList List, IReadOnlyList<MemberRow> Rows, int Page, int Found, CampaignDecisions Decisions, bool MayDecide, bool OffersPacks, JobState<MadePack>? Pack)
{
    public CampaignFinding Finding => Sight.Finding;
    public string Id => Sight.Id;
    /// <summary>Another picture belongs to the page when this is another.</summary>
    public string Version => FormattableString.Invariant($"{Sight.Seen.UtcTicks:x}-{Decisions.Book}");
    public int Pages => Math.Max(1, (Found + MemberList.PerPage - 1) / MemberList.PerPage);
}

/// <param name="Place">Its place in the campaign, by which table and picture find each other.</param>
public sealed record MemberRow(int Place, CampaignJoin Join, IReadOnlyList<string> Because, Posture Posture);

/// <summary>What was decided about a campaign and its accounts.</summary>
/// <param name="Own">What stands about the campaign itself.</param>
/// <param name="Held">How many accounts each posture holds, hardest first.</param>
/// <param name="Changes">When accounts came to the postures they have, for the timeline.</param>
public sealed record CampaignDecisions(Standing? Own, IReadOnlyList<Proposal> Proposals, IReadOnlyList<(Posture Posture, int Accounts)> Held, IReadOnlyList<(DateTimeOffset At, Posture Posture)> Changes, IReadOnlyList<PolicyEntry> Notes, PolicyMode? Mode, long Book, DateTimeOffset Now)
{
    /// <summary>Members that the policy trusts: what is decided about the campaign does not reach them.</summary>
    public int Spared { get; init; }

    public static CampaignDecisions Of(StandingBook book, CampaignSight sight, PolicyMode? mode, TimeSpan proposalsFor, DateTimeOffset now)
    {
        var held = new int[6];
        var changes = new List<(DateTimeOffset At, Posture Posture)>();
        var proposals = new List<Proposal>();
        var whom = new Subject(SubjectKind.Campaign, sight.Id);
        var own = book.Of(whom);
        if (own?.Proposal is { } asked && now < asked.Time + proposalsFor)
            proposals.Add(asked);
        foreach (var one in sight.Bonds.Accounts)
        {
            if (book.Of(Subject.Account(one.Account)) is not { } standing)
                continue;
            var posture = standing.At(now);
            held[(int)posture]++;
            if (posture > Posture.Open)
                changes.Add((standing.WordAt(now)?.Since ?? standing.Since, posture));
            if (standing.Proposal is { } proposal && now < proposal.Time + proposalsFor)
                proposals.Add(proposal);
        }

        return new CampaignDecisions(
            own, [.. proposals.OrderBy(static one => one.Whom.Kind == SubjectKind.Campaign ? 0 : 1).ThenByDescending(static one => one.Posture).ThenBy(static one => one.Time)],
            [.. Enumerable.Range(1, 5).Reverse().Where(posture => held[posture] > 0).Select(posture => ((Posture)posture, held[posture]))], changes, [.. book.NotesOf(whom)], mode, book.Version, now);
    }
}
