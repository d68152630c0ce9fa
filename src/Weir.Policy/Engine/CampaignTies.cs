using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;

namespace Weir.Policy;

/// <summary>
/// Who belongs to which campaign, taken from detection now and then, and of a newcomer at its first linked exchange. An account that is
/// linked only by what others can put on it has no tie: nothing follows for it. One thread at a time.
/// </summary>
public sealed class CampaignTies
{
    /// <summary>An account that became surer by less is not looked at anew.</summary>
    private const double Surer = 0.02;

    private Dictionary<string, CampaignTie> _ties = new(StringComparer.Ordinal);
    private Dictionary<string, CampaignMembers> _members = new(StringComparer.Ordinal);

    /// <summary>Campaigns by the verdict seen last.</summary>
    public IReadOnlyDictionary<string, Verdict> Campaigns { get; private set; } = new Dictionary<string, Verdict>(StringComparer.Ordinal);

    /// <summary>Campaigns as they were seen last, with all who count in them.</summary>
    public IReadOnlyDictionary<string, CampaignMembers> All => _members;

    /// <summary>Accounts that belong to one.</summary>
    public int Count => _ties.Count;

    /// <summary>Every account that belongs to one, with its tie.</summary>
    public IEnumerable<KeyValuePair<string, CampaignTie>> Ties => _ties;

    public CampaignTie? Of(string account) => _ties.GetValueOrDefault(account);

    /// <summary>Members of a campaign, surely enough.</summary>
    public IEnumerable<string> MembersOf(string campaign, double certainty) =>
        _ties.Where(tie => string.Equals(tie.Value.Campaign, campaign, StringComparison.Ordinal) && tie.Value.Certainty >= certainty).Select(static tie => tie.Key);

    /// <summary>Looks at everybody again. Returns the accounts whose tie came, hardened or became surer: they need not call again to be judged.</summary>
    public List<string> Refresh(AccountAnalysis analysis) => Take(analysis.CampaignMembers());

    internal List<string> Take(IReadOnlyList<CampaignMembers> all)
    {
        var before = _ties;
        var changed = new List<string>();
        _ties = new Dictionary<string, CampaignTie>(before.Count, StringComparer.Ordinal);
        _members = new Dictionary<string, CampaignMembers>(StringComparer.Ordinal);
        foreach (var campaign in all)
        {
            _members[campaign.Campaign] = campaign;
            foreach (var (account, certainty) in campaign.Accounts)
            {
                var was = before.GetValueOrDefault(account);
                // The same tie is the same object: a campaign of thousands leaves nothing behind at each look.
                var tie = was is not null && was.Verdict == campaign.Verdict && was.Certainty.Equals(certainty) && string.Equals(was.Campaign, campaign.Campaign, StringComparison.Ordinal) ? was : new CampaignTie(campaign.Campaign, campaign.Verdict, certainty);
                if (_ties.TryGetValue(account, out var other) && (other.Verdict, other.Certainty).CompareTo((tie.Verdict, tie.Certainty)) >= 0)
                    continue;
                _ties[account] = tie;
                if (was is null || was.Verdict < tie.Verdict || was.Certainty + Surer < tie.Certainty || !string.Equals(was.Campaign, tie.Campaign, StringComparison.Ordinal))
                    changed.Add(account);
            }
        }

        Campaigns = _members.ToDictionary(static one => one.Key, static one => one.Value.Verdict, StringComparer.Ordinal);
        return changed;
    }

    /// <summary>At an account's exchange: somebody who has just been linked to a campaign that is known is seen at once. True where a tie came.</summary>
    public bool Meet(string account, AccountAnalysis analysis)
    {
        if (_members.Count == 0 || _ties.ContainsKey(account) || analysis.MembershipOf(account) is not var (campaign, verdict, certainty) || !_members.ContainsKey(campaign))
            return false;
        _ties[account] = new CampaignTie(campaign, verdict, certainty);
        return true;
    }
}
