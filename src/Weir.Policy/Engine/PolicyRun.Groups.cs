using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Traffic;

namespace Weir.Policy;

// Rules about campaigns, organizations and end users. One decision each: whom it reaches is seen at every call.
public sealed partial class PolicyRun
{
    /// <summary>Which kinds of subject any rule of the policy judges.</summary>
    private HashSet<SubjectKind> _about;
    private readonly Dictionary<Subject, long> _seen = [];
    /// <summary>Who the members of campaigns are.</summary>
    private readonly Dictionary<string, Known> _members = new(StringComparer.Ordinal);
    /// <summary>Whom no decision about a group reaches.</summary>
    private static readonly Known Unknown = new(Verified: false, Trusted: true, Tier: null, Country: null);

    private bool Judges(SubjectKind kind) => _about.Contains(kind);

    private static HashSet<SubjectKind> AboutOf(ResponsePolicy policy) => [.. policy.Rules.Select(static rule => rule.About)];

    /// <summary>After campaigns were looked at: what the rules about campaigns say of each, and whom decisions about them reach now.</summary>
    public void LookAtCampaigns(DateTimeOffset now, AccountAnalysis analysis)
    {
        if (Judges(SubjectKind.Campaign))
        {
            foreach (var campaign in Ties.All.Values)
                LookAtCampaign(new Subject(SubjectKind.Campaign, campaign.Campaign), campaign, now, analysis);
        }

        RefreshReach(now, analysis);
    }

    /// <summary>Whom decisions about campaigns reach, by what is decided and known now.</summary>
    public void RefreshReach(DateTimeOffset now, AccountAnalysis analysis)
    {
        if (Now is null)
        {
            // A replay decides where it looks.
            Reach.Refresh(Policy, _book, Ties, account => KnownOf(account, analysis, now), now);
            return;
        }

        _members.Clear();
        foreach (var (account, _) in Ties.Ties)
            _members[account] = KnownOf(account, analysis, now);
        RefreshReach(now);
    }

    /// <summary>
    /// The same by what was known of the members when detection last looked, so that a decision about a campaign need not wait until it looks again.
    /// A member of whom nothing is known is left to that look.
    /// </summary>
    public void RefreshReach(DateTimeOffset now) => Reach.Refresh(Policy, _book, Ties, account => _members.GetValueOrDefault(account, Unknown), now);

    private void LookAtCampaign(in Subject whom, CampaignMembers? campaign, DateTimeOffset time, AccountAnalysis analysis)
    {
        var name = whom.Name;
        if (_pendingFor.Contains(whom))
            return;
        Decide(
            new Sight
            {
                Time = time, Whom = whom, Evidence = campaign?.Evidence ?? 0, NewTokens = campaign?.Exposure.NewTokens ?? 0, MainModel = campaign?.MainModel,
                Tie = campaign is null ? null : new CampaignTie(name, campaign.Verdict, 1), BiasedTokens = BiasedTokensOfCampaign(name), Exposure = () => campaign?.Exposure ?? Exposure.None,
            },
            _book.Of(whom), default, () => ReasonsOf(analysis.Campaign(name)));
    }

    private void LookAtOrganization(string name, string account, DateTimeOffset time, AccountAnalysis analysis)
    {
        var whom = new Subject(SubjectKind.Organization, name);
        if (_pendingFor.Contains(whom) || analysis.GlanceAtOrganization(name) is not { } glance)
            return;
        // As an account is: when it has grown, or at once where the verdict has.
        var state = (glance.Exchanges << 2) + (long)glance.Verdict;
        if (_seen.TryGetValue(whom, out var last) && (last & 3) == (state & 3) && glance.Exchanges < (last >> 2) * (1 + Again))
            return;
        _seen[whom] = state;
        Decide(SightOf(whom, glance, TieOf(account, time), time, analysis), _book.Of(whom), default, () => [$"The accounts of organization {name} are judged as one.", .. Reasons(analysis.Find(account), null)]);
    }

    private static Sight SightOf(in Subject whom, in Glance glance, CampaignTie? tie, DateTimeOffset time, AccountAnalysis analysis)
    {
        var name = whom.Name;
        return new Sight { Time = time, Whom = whom, Verdict = glance.Verdict, Evidence = glance.Evidence, NewTokens = glance.NewTokens, Tie = tie, Exposure = () => analysis.ExposureOfOrganization(name) };
    }

    /// <summary>An account's own customers. A person's word about the account is one about them too.</summary>
    private void LookAtEndUsers(string account, DateTimeOffset time, in Glance glance, AccountAnalysis analysis)
    {
        var of = Subject.Account(account);
        if (_book.Of(of)?.WordAt(time) is not null || _seen.TryGetValue(of, out var last) && glance.Exchanges < last * (1 + Again) && glance.Exchanges >= last)
            return;
        _seen[of] = glance.Exchanges;
        foreach (var user in analysis.EndUsersOf(account))
            LookAtEndUser(new Subject(SubjectKind.EndUser, user.EndUser.ToString(), account), user, time, analysis);
    }

    private void LookAtEndUser(in Subject whom, in EndUserGlance user, DateTimeOffset time, AccountAnalysis analysis)
    {
        if (_pendingFor.Contains(whom))
            return;
        var known = KnownOf(whom.Of!, analysis, time);
        // Nobody confirmed who the end user is; and what the account is trusted with may end at itself.
        known = known with { Confirmed = false, Trusted = known.Trusted && Policy.Trust.EndUsers };
        var (exchanges, evidence) = (user.Exchanges, user.Evidence);
        Decide(
            new Sight { Time = time, Whom = whom, Verdict = user.Verdict, Evidence = user.Evidence, NewTokens = user.NewTokens }, _book.Of(whom), known,
            () => [FormattableString.Invariant($"The {exchanges:N0} requests made for this end user, taken together, fit the collection of answers better than any ordinary use that is known here (log10 evidence {evidence:0.0}); those of the account's other customers are not counted.")]);
    }

    /// <summary>What lapsed, or is looked at once a minute: the subject as it is now, also where nothing is seen of it any more.</summary>
    private void LookAgain(in Subject whom, DateTimeOffset now, AccountAnalysis analysis)
    {
        if (_pendingFor.Contains(whom))
            return;
        switch (whom.Kind)
        {
            case SubjectKind.Campaign:
                LookAtCampaign(whom, Ties.All.GetValueOrDefault(whom.Name), now, analysis);
                break;
            case SubjectKind.Organization:
                Decide(SightOf(whom, analysis.GlanceAtOrganization(whom.Name) ?? default, null, now, analysis), _book.Of(whom), default, static () => []);
                break;
            case SubjectKind.EndUser when whom.Of is { } account:
                var name = whom.Name;
                LookAtEndUser(whom, analysis.EndUsersOf(account).FirstOrDefault(one => string.Equals(one.EndUser.ToString(), name, StringComparison.Ordinal)), now, analysis);
                break;
        }
    }

    private static List<string> ReasonsOf(CampaignFinding? campaign) => [.. (campaign?.Reasons ?? []).Where(static reason => reason.Weight >= 0).Take(5).Select(static reason => reason.Says)];
}
