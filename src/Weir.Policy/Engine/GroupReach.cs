namespace Weir.Policy;

/// <summary>
/// Whom decisions about campaigns and organizations reach: members for as long as they are members. Nobody who is trusted or holds a licence,
/// and of a campaign nobody who belongs to it less surely than the decision asks, nor anybody a condition of its rule leaves out. One thread at a time.
/// </summary>
public sealed class GroupReach
{
    /// <summary>Nobody is reached who was not as sure as the decision asks; whoever was is let go when its certainty has fallen by this, so that nobody goes to and fro.</summary>
    private const double Fall = 0.2;

    private Dictionary<string, Subject> _campaigns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Subject> _organizations = new(StringComparer.Ordinal);

    /// <summary>Accounts that a decision about their campaign reaches.</summary>
    public IReadOnlyDictionary<string, Subject> ByCampaign => _campaigns;
    /// <summary>Accounts that a decision about their organization reaches.</summary>
    public IReadOnlyDictionary<string, Subject> ByOrganization => _organizations;
    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Campaigns anew: what was decided about them, who belongs, or who is trusted may have changed.</summary>
    /// <param name="known">What is known of who an account is.</param>
    public void Refresh(ResponsePolicy policy, StandingBook book, CampaignTies ties, Func<string, Known> known, DateTimeOffset time)
    {
        var reached = new Dictionary<string, Subject>(StringComparer.Ordinal);
        if (HasDecisions(book, time))
        {
            foreach (var (account, tie) in ties.Ties)
            {
                var whom = new Subject(SubjectKind.Campaign, tie.Campaign);
                if (book.Of(whom) is { } standing && Holds(standing, time) && Reaches(policy, standing, tie, _campaigns.ContainsKey(account), time) && MayReach(policy, standing, known(account), _campaigns.ContainsKey(account), time))
                    reached[account] = whom;
            }
        }

        if (reached.Count != _campaigns.Count || reached.Any(one => !_campaigns.TryGetValue(one.Key, out var was) || was != one.Value))
            Version++;
        _campaigns = reached;
    }

    /// <summary>One account, at its exchange.</summary>
    public void Meet(string account, string? organization, CampaignTie? tie, ResponsePolicy policy, StandingBook book, Func<string, Known> known, DateTimeOffset time)
    {
        var campaign = tie is null ? default(Subject?) : new Subject(SubjectKind.Campaign, tie.Campaign);
        if (campaign is { } one && book.Of(one) is { } standing && Holds(standing, time) && Reaches(policy, standing, tie!, _campaigns.ContainsKey(account), time) && MayReach(policy, standing, known(account), _campaigns.ContainsKey(account), time))
            Set(_campaigns, account, one);
        var firm = organization is null ? default(Subject?) : new Subject(SubjectKind.Organization, organization);
        if (firm is { } other && book.Of(other) is { Machine: > Posture.Open } held && MayReach(policy, held, known(account), _organizations.ContainsKey(account), time))
            Set(_organizations, account, other);
        else if (_organizations.Remove(account))
            Version++;
    }

    /// <summary>Whom an organization's decision reached and would no longer: it ended, or somebody is trusted now.</summary>
    public void RefreshOrganizations(ResponsePolicy policy, StandingBook book, Func<string, Known> known, DateTimeOffset time)
    {
        foreach (var (account, whom) in _organizations)
        {
            if (book.Of(whom) is { Machine: > Posture.Open } standing && MayReach(policy, standing, known(account), before: true, time))
                continue;
            _organizations.Remove(account);
            Version++;
        }
    }

    private void Set(Dictionary<string, Subject> reached, string account, Subject whom)
    {
        if (reached.TryGetValue(account, out var was) && was == whom)
            return;
        reached[account] = whom;
        Version++;
    }

    private static bool HasDecisions(StandingBook book, DateTimeOffset time)
    {
        foreach (var standing in book.Groups)
        {
            if (standing.Whom.Kind == SubjectKind.Campaign && Holds(standing, time))
                return true;
        }

        return false;
    }

    private static bool Holds(Standing standing, DateTimeOffset time) => standing.Machine > Posture.Open || standing.WordAt(time) is not null;

    private static bool Reaches(ResponsePolicy policy, Standing standing, CampaignTie tie, bool before, DateTimeOffset time)
    {
        var bound = standing.WordAt(time) is null ? standing.Certainty ?? policy.Hold.Certainty : policy.Hold.Certainty;
        return tie.Certainty >= (before ? bound - Fall : bound);
    }

    private static bool MayReach(ResponsePolicy policy, Standing standing, in Known known, bool before, DateTimeOffset time)
    {
        // Who is silent is reached at the next call.
        if (!before && known.Silent && standing.WordAt(time) is null)
            return false;
        if (known.Trusted || standing.At(time) == Posture.Verify && known.Confirmed)
            return false;
        return standing.WordAt(time) is not null || policy.RuleOf(standing.Rule) is not { } rule || rule.When.MeetsWho(known);
    }
}

/// <summary>What holds for an account now, and the decision behind it.</summary>
/// <param name="By">The standing that counts: the account's own, its campaign's or its organization's.</param>
/// <param name="IsWord">A person's word: it outranks the machine, also where it is milder.</param>
public readonly record struct InForce(Standing? By, Posture Posture, bool IsWord)
{
    /// <summary>
    /// Of persons' words the most particular counts: about the account, then its campaign, then its organization. Where nobody spoke, the
    /// hardest that the machine decided about any of the three.
    /// </summary>
    public static InForce Of(string account, string? organization, StandingBook book, GroupReach reach, ResponsePolicy policy, DateTimeOffset time)
    {
        var own = book.Of(Subject.Account(account));
        if (own?.WordAt(time) is { } word)
            return new InForce(own, word.Posture, true);
        // Trusted or confirmed this moment: what holds for others of the group holds no longer for this one, before detection has looked again.
        var spared = own is { Trusted: true };
        var campaign = !spared && reach.ByCampaign.TryGetValue(account, out var linked) ? book.Of(linked) : null;
        if (campaign?.WordAt(time) is { } about && (about.Posture >= (own?.Machine ?? Posture.Open) || RestsOn(own!, campaign.Whom, policy)))
            return new InForce(campaign, about.Posture, true);
        if (organization is not null && book.Of(new Subject(SubjectKind.Organization, organization)) is { } firm && firm.WordAt(time) is { } ofAll)
            return new InForce(firm, ofAll.Posture, true);
        var best = own;
        if (!spared && reach.ByOrganization.TryGetValue(account, out var declared))
            best = Harder(best, book.Of(declared), own);
        best = Harder(best, campaign, own);
        return new InForce(best, best?.Machine ?? Posture.Open, false);
    }

    private static Standing? Harder(Standing? best, Standing? group, Standing? own) =>
        group is null || group.Machine <= (best?.Machine ?? Posture.Open) || group.Machine == Posture.Verify && own?.Verified == true ? best : group;

    /// <summary>What was decided about the account was decided because of the campaign, and not of its own conduct.</summary>
    private static bool RestsOn(Standing own, Subject campaign, ResponsePolicy policy) =>
        string.Equals(own.Campaign, campaign.Name, StringComparison.Ordinal) && policy.RuleOf(own.Rule)?.When.Campaign is not null;
}
