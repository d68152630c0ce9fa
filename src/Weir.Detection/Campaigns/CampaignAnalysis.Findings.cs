using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>What can be asked of it. A look changes nothing that later exchanges are judged by.</summary>
internal sealed partial class CampaignAnalysis
{
    private CampaignReporting Reports => new(_records, _groups, _linking, _judging, _models, AccountsOf);

    /// <summary>Campaigns as they stand, most evidence first; groups that are clear only when asked for.</summary>
    public IReadOnlyList<CampaignFinding> Findings(bool all = false, int mostAccounts = int.MaxValue)
    {
        var reports = Reports;
        return
        [
            .. _groups.Where(group => group.IsAlive && (all || group.Verdict != Verdict.Clear)).Select(group => reports.Of(group, mostAccounts))
                .OrderByDescending(static finding => finding.Verdict).ThenByDescending(static finding => finding.Evidence).ThenBy(static finding => finding.Campaign, StringComparer.Ordinal),
        ];
    }

    /// <summary>The same at a glance.</summary>
    public IReadOnlyList<CampaignGlance> Glances(bool all = false)
    {
        var reports = Reports;
        return
        [
            .. _groups.Where(group => group.IsAlive && (all || group.Verdict != Verdict.Clear)).Select(reports.Glance)
                .OrderByDescending(static one => one.Verdict).ThenByDescending(static one => one.Evidence).ThenBy(static one => one.Campaign, StringComparer.Ordinal),
        ];
    }

    /// <summary>By its id; by the id of one that was merged, what it became part of.</summary>
    /// <param name="mostAccounts">Accounts that it names.</param>
    public CampaignFinding? Find(string campaign, int mostAccounts = int.MaxValue) => GroupOf(campaign) is { } group ? Reports.Of(group, mostAccounts) : null;

    /// <summary>Why these accounts are in it, in words; those that are not in it are left out.</summary>
    public IReadOnlyList<CampaignMember> Members(string campaign, IEnumerable<(string Account, string? Organization)> accounts) =>
        GroupOf(campaign) is { } group ? Reports.Of(group, accounts.Select(one => (one.Account, Record: Find(one.Account, one.Organization))).Where(one => one.Record?.Group == group.Number + 1)!) : [];

    /// <summary>How it hangs together and how it grew; null where there is none of this id.</summary>
    /// <param name="known">What the operator and account detection know of an account.</param>
    public CampaignBonds? Bonds(string campaign, int mostAccounts, int mostBonds, Func<string, (AccountFacts? Facts, Glance? Glance)> known) =>
        GroupOf(campaign) is { } group ? new BondReading(_records, _groups, _linking, _judging, AccountsOf, known).Of(group, mostAccounts, mostBonds) : null;

    /// <summary>Groups as they stand with the accounts in them, for those who ask what keeps them from a verdict.</summary>
    internal IEnumerable<(Group Group, IReadOnlyList<(LinkRecord Record, Tie Tie)> Members)> Alive() =>
        _groups.Where(static group => group.IsAlive).Select(group => (group, (IReadOnlyList<(LinkRecord, Tie)>)group.Members.ConvertAll(slot => (_records[slot]!, _linking.Compare(_records[slot]!, group)))));

    /// <summary>What would be said of these accounts were they found to be one group: whether it is finding them or judging them that fails. Leaves everything as it was.</summary>
    internal Group? IfOne(IEnumerable<string> accounts, Func<string, Profile?> profileOf, Yardstick yardstick)
    {
        var group = new Group(_groups.Count, "if one", _now);
        var before = new List<(LinkRecord Record, int Group, bool Beside)>();
        _groups.Add(group);
        foreach (var account in accounts)
        {
            if (Find(account, null) is not { } record || profileOf(account) is not { } profile)
                continue;
            before.Add((record, record.Group, record.Beside));
            (record.Group, record.Beside) = (0, false);
            group.Join(record);
            group.Pool = Profiles(group.Pool, profile);
        }

        if (before.Count >= Judging.FewestMembers)
        {
            group.Stream = group.Pool;
            _linking.Measure(group);
            Revise(group, leave: false);
            _judging.Judge(group, yardstick, _models, _now);
        }

        foreach (var (record, number, beside) in before)
            (record.Group, record.Beside) = (number, beside);
        _groups.RemoveAt(_groups.Count - 1);
        return before.Count >= Judging.FewestMembers ? group : null;
    }

    internal LinkRecord? RecordOf(string account) => Find(account, null);

    internal Linking Linking => _linking;

    private Group? GroupOf(string campaign)
    {
        var group = _groups.Find(group => string.Equals(group.Id, campaign, StringComparison.Ordinal));
        while (group is { MergedInto: not 0 })
            group = _groups[group.MergedInto - 1];
        return group is { IsAlive: true } ? group : null;
    }

    /// <summary>The campaign that an account belongs to: one that is more than clear, and no account that only stands beside it.</summary>
    public string? CampaignOf(string account, string? organization) =>
        Find(account, organization) is { Group: not 0, Licensed: false } record && _groups[record.Group - 1] is { Verdict: not Verdict.Clear } group
            && _judging.Stand(record, group, _linking.Compare(record, group)).Firm ? group.Id : null;

    /// <summary>The verdict on the group it is in, without a look at how surely it is: for counting and for lists.</summary>
    public Verdict GroupVerdictOf(string account, string? organization) =>
        Find(account, organization) is { Group: not 0, Licensed: false } record && _groups[record.Group - 1] is { } group ? group.Verdict : Verdict.Clear;

    private IEnumerable<string> AccountsOf(string name) =>
        name[0] != OrganizationMark ? [name] : _organizations.TryGetValue(name, out var accounts) ? accounts.Order(StringComparer.Ordinal) : [];
}
