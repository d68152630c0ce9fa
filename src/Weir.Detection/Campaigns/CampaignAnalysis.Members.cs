using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>Who belongs where, without the words: what a policy looks at every few seconds.</summary>
internal sealed partial class CampaignAnalysis
{
    /// <summary>Campaigns that are more than clear, with those who count in them. Somebody who only stands beside one, and who is licensed, is not named.</summary>
    public List<CampaignMembers> Members()
    {
        var campaigns = new List<CampaignMembers>();
        foreach (var group in _groups)
        {
            if (!group.IsAlive || group.Verdict == Verdict.Clear)
                continue;
            var members = new List<Membership>(group.Members.Count);
            foreach (var slot in group.Members)
            {
                var record = _records[slot]!;
                if (StandingOf(record, group) is not { Firm: true } standing)
                    continue;
                foreach (var account in AccountsOf(record.Account))
                    members.Add(new Membership(account, standing.Certainty));
            }

            campaigns.Add(new CampaignMembers(group.Id, group.Verdict, group.Weight.Evidence, members, Reporting.ExposureOf(group.Pool), MainModel(group)));
        }

        return campaigns;
    }

    /// <summary>The same for one account, at this exchange: null where it counts in no campaign.</summary>
    public (string Campaign, Verdict Verdict, double Certainty)? MembershipOf(string account, string? organization) =>
        Find(account, organization) is { Group: not 0 } record && _groups[record.Group - 1] is { Verdict: not Verdict.Clear } group && StandingOf(record, group) is { Firm: true } standing
            ? (group.Id, group.Verdict, standing.Certainty)
            : null;

    private Standing StandingOf(LinkRecord record, Group group) => record.Licensed ? default : _judging.Stand(record, group, _linking.Compare(record, group));

    private static string? MainModel(Group group)
    {
        var (most, main) = (0, default(string));
        foreach (var (model, count) in group.Models)
        {
            if (count > most || count == most && string.CompareOrdinal(model, main) < 0)
                (most, main) = (count, model);
        }

        return main;
    }
}
