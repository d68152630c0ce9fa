using Weir.Detection.Campaigns;

namespace Weir.Detection.Accounts;

/// <summary>What was found, for whoever asks: a look changes nothing.</summary>
public sealed partial class AccountAnalysis
{
    /// <summary>Accounts that act as one, hardest verdict first; groups that are clear only when asked for.</summary>
    /// <param name="mostAccounts">Accounts that each of them names.</param>
    public IReadOnlyList<CampaignFinding> Campaigns(bool all = false, int mostAccounts = int.MaxValue) => _campaigns?.Findings(all, mostAccounts) ?? [];

    /// <summary>The same at a glance, cheap enough to be asked for every second.</summary>
    public IReadOnlyList<CampaignGlance> CampaignGlances(bool all = false) => _campaigns?.Glances(all) ?? [];

    /// <summary>By its id, or by that of one it took in.</summary>
    /// <param name="mostAccounts">Accounts that it names.</param>
    public CampaignFinding? Campaign(string id, int mostAccounts = int.MaxValue) => _campaigns?.Find(id, mostAccounts);

    /// <summary>Why these accounts are in a campaign.</summary>
    public IReadOnlyList<CampaignMember> MembersOf(string campaign, IEnumerable<string> accounts) =>
        _campaigns?.Members(campaign, accounts.Select(account => (account, ShardOf(account).Accounts.GetValueOrDefault(account)?.Organization))) ?? [];

    /// <summary>How a campaign hangs together and how it grew, by its id or that of one it took in.</summary>
    public CampaignBonds? CampaignBonds(string id, int mostAccounts = 400, int mostBonds = 200) => _campaigns?.Bonds(id, mostAccounts, mostBonds, account => (FactsOf(account), GlanceAt(account)));

    /// <summary>Campaigns that are more than clear and who counts in them, without reasons: cheap enough to be asked every few seconds.</summary>
    public IReadOnlyList<CampaignMembers> CampaignMembers() => _campaigns?.Members() ?? [];

    /// <summary>The campaign that an account counts in now, with its verdict and how surely the account belongs; null where there is none.</summary>
    public (string Campaign, Verdict Verdict, double Certainty)? MembershipOf(string account) =>
        _campaigns?.MembershipOf(account, ShardOf(account).Accounts.GetValueOrDefault(account)?.Organization);

    /// <summary>At watch or act itself, or in a group that is, licensed accounts aside: cheap enough to be asked for each exchange.</summary>
    public bool IsSuspected(string account) =>
        GlanceAt(account) is { } glance && (glance.Verdict != Verdict.Clear || GroupVerdictOf(account, glance.Organization) != Verdict.Clear);

    /// <summary>Findings as they stand, most evidence first; accounts that are clear only when asked for.</summary>
    public IReadOnlyList<Finding> Findings(bool all = false) => Findings(all, int.MaxValue, out _);

    /// <summary>The same for at most so many accounts, those with the most evidence when it was last weighed: to weigh a million anew takes a minute.</summary>
    public IReadOnlyList<Finding> Findings(bool all, int most, out int leftOff)
    {
        var asked = new List<(float Evidence, string Account, Profile Profile, Profile? Organization)>();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                var organization = profile.Organization is null ? null : ShardOf(profile.Organization).Organizations.GetValueOrDefault(profile.Organization);
                if (all || Suspected(profile) || organization is not null && Suspected(organization))
                    asked.Add((Math.Max(profile.Evidence, organization?.Evidence ?? float.MinValue), account, profile, organization));
            }
        }

        leftOff = Math.Max(0, asked.Count - most);
        if (leftOff > 0)
        {
            asked.Sort(static (a, b) => a.Evidence != b.Evidence ? b.Evidence.CompareTo(a.Evidence) : string.CompareOrdinal(a.Account, b.Account));
            asked.RemoveRange(most, leftOff);
        }

        var findings = asked.ConvertAll(one => FindingOf(one.Account, one.Profile, one.Organization));
        if (!all)
            findings.RemoveAll(static finding => finding is { Verdict: Verdict.Clear, Licensed: false });
        // By name where evidence is equal, so that a report is the same every time.
        findings.Sort(static (a, b) => a.Evidence != b.Evidence ? b.Evidence.CompareTo(a.Evidence) : string.CompareOrdinal(a.Account, b.Account));
        return findings;
    }

    /// <summary>Accounts that were at watch or act and are clear again, though nothing licenses them.</summary>
    public IReadOnlyList<string> Fallen()
    {
        var fallen = new List<string>();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                if (profile is { Verdict: Verdict.Clear, Reached.WatchAt: not 0 } && _facts.GetValueOrDefault(account)?.Licence is null)
                    fallen.Add(account);
            }
        }

        fallen.Sort(StringComparer.Ordinal);
        return fallen;
    }

    /// <summary>How many accounts stand where, by the verdicts noted last: cheap enough to be asked every few seconds.</summary>
    public VerdictCounts CountVerdicts()
    {
        var counts = new VerdictCounts();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                var verdict = profile.Verdict;
                if (profile.Organization is { } name && ShardOf(name).Organizations.TryGetValue(name, out var organization) && organization.Verdict > verdict)
                    verdict = organization.Verdict;
                var licensed = verdict != Verdict.Clear && _facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(DateTimeOffset.FromUnixTimeMilliseconds(profile.Last));
                counts = verdict switch
                {
                    Verdict.Act when !licensed => counts with { Act = counts.Act + 1 },
                    Verdict.Watch when !licensed => counts with { Watch = counts.Watch + 1 },
                    _ => counts with { Clear = counts.Clear + 1 },
                };
            }
        }

        return counts;
    }

    /// <summary>The verdict noted last, and exposure as it is; null where nothing was taken in of the account.</summary>
    public Glance? GlanceAt(string account)
    {
        if (!ShardOf(account).Accounts.TryGetValue(account, out var profile))
            return null;
        var (verdict, evidence) = StandOf(profile);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(profile.Last);
        var added = Adds?.Invoke(account, evidence, at) ?? 0;
        if (verdict == Verdict.Clear && added <= 0)
            return new Glance(verdict, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, profile.Organization, at);
        if (_facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(at))
            verdict = Verdict.Clear;
        else if (added > 0)
            (verdict, evidence) = (verdict == Verdict.Clear && evidence + added >= Judgement.WatchAt ? Verdict.Watch : verdict, (float)(evidence + added));
        return new Glance(verdict, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, profile.Organization, at);
    }

    /// <summary>The verdict noted last of a declared organization, by all its accounts' exchanges; null where none of them was taken in.</summary>
    public Glance? GlanceAtOrganization(string name) =>
        ShardOf(name).Organizations.TryGetValue(name, out var profile) ? new Glance(profile.Verdict, profile.Evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, name, DateTimeOffset.FromUnixTimeMilliseconds(profile.Last)) : null;

    /// <summary>What a declared organization took, by kind of ask.</summary>
    public Exposure ExposureOfOrganization(string name) => ShardOf(name).Organizations.TryGetValue(name, out var profile) ? Reporting.ExposureOf(profile) : Exposure.None;

    /// <summary>
    /// An account's largest end users on whom there is anything, weighed anew. A verdict here is about the end user alone: what it makes of the account is the account's own.
    /// </summary>
    public IReadOnlyList<EndUserGlance> EndUsersOf(string account) =>
        ShardOf(account).Accounts.TryGetValue(account, out var profile) ? Judgement.EndUsers(profile, _yardstick) : [];

    /// <summary>Groups of accounts as they stand, clear ones too, for those who ask what keeps them from a verdict.</summary>
    internal CampaignAnalysis? Groups => _campaigns;

    /// <summary>The profile as it stands, for those who ask why a verdict comes late.</summary>
    internal Profile? ProfileOf(string account) => ShardOf(account).Accounts.GetValueOrDefault(account);

    public Finding? Find(string account) =>
        ShardOf(account).Accounts.TryGetValue(account, out var profile)
            ? FindingOf(account, profile, profile.Organization is null ? null : ShardOf(profile.Organization).Organizations.GetValueOrDefault(profile.Organization))
            : null;

    /// <summary>What is remembered of an account; null where nothing was taken in of it.</summary>
    public AccountPortrait? PortraitOf(string account) =>
        Find(account) is { } finding ? AccountPortrait.Of(finding, ProfileOf(account)!, _yardstick) : null;

    /// <summary>Accounts are kept in so many parts. A million of them are looked through part by part, so that nobody waits for long.</summary>
    public static int Parts => Shards;

    /// <summary>The accounts of one part, in no order. Valid until the next exchange is taken in.</summary>
    public IEnumerable<AccountRow> RowsOf(int part)
    {
        foreach (var (account, profile) in _shards[part].Accounts)
            yield return Row(account, profile);
    }

    public AccountRow? RowOf(string account) => ProfileOf(account) is { } profile ? Row(account, profile) : null;

    private Verdict GroupVerdictOf(string account, string? organization) => _campaigns?.GroupVerdictOf(account, organization) ?? Verdict.Clear;

    private AccountRow Row(string account, Profile profile)
    {
        var (verdict, evidence) = StandOf(profile);
        var last = DateTimeOffset.FromUnixTimeMilliseconds(profile.Last);
        if (Adds?.Invoke(account, evidence, last) is > 0 and var added)
            (verdict, evidence) = (verdict == Verdict.Clear && evidence + added >= Judgement.WatchAt ? Verdict.Watch : verdict, (float)(evidence + added));
        var licensed = _facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(last);
        return new AccountRow(account, profile.Organization, licensed ? Verdict.Clear : verdict, licensed ? Verdict.Clear : GroupVerdictOf(account, profile.Organization), licensed, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, last);
    }

    /// <summary>The harder of an account's own verdict and its organization's.</summary>
    private (Verdict Verdict, float Evidence) StandOf(Profile profile) =>
        profile.Organization is { } name && ShardOf(name).Organizations.TryGetValue(name, out var organization)
            && (organization.Verdict > profile.Verdict || organization.Verdict == profile.Verdict && organization.Evidence > profile.Evidence)
            ? (organization.Verdict, organization.Evidence) : (profile.Verdict, profile.Evidence);

    /// <summary>A verdict may have come or gone since the last weighing; those near one are weighed again for the report.</summary>
    private static bool Suspected(Profile profile) => profile.Verdict != Verdict.Clear || profile.Evidence > Judgement.WatchAt - 0.5;

    private Finding FindingOf(string account, Profile profile, Profile? organization)
    {
        var finding = Reporting.Of(account, profile, organization, _yardstick) with { Campaign = _campaigns?.CampaignOf(account, profile.Organization) };
        var licence = _facts.GetValueOrDefault(account)?.Licence;
        if (licence is not null && finding.LastAt is { } last && licence.HoldsAt(last))
            return finding with { Licensed = true, Verdict = Verdict.Clear, WatchAt = null, ActAt = null, ExchangesBeforeWatch = null, ExchangesBeforeAct = null };
        return Raise?.Invoke(finding) ?? finding;
    }
}
