using Weir.Detection;
using Weir.Detection.Accounts;

namespace Weir.Policy;

/// <summary>
/// Who belongs to which campaign, taken from detection now and then. An account that is linked only by what others can put on it
/// has no tie: nothing follows for it. One thread at a time.
/// </summary>
public sealed class CampaignTies
{
    private Dictionary<string, CampaignTie> _ties = new(StringComparer.Ordinal);

    /// <summary>Campaigns by the verdict seen last.</summary>
    public IReadOnlyDictionary<string, Verdict> Campaigns { get; private set; } = new Dictionary<string, Verdict>(StringComparer.Ordinal);

    /// <summary>Accounts that belong to one.</summary>
    public int Count => _ties.Count;

    public CampaignTie? Of(string account) => _ties.GetValueOrDefault(account);

    /// <summary>Members of a campaign, surely enough.</summary>
    public IEnumerable<string> MembersOf(string campaign, double certainty) =>
        _ties.Where(tie => string.Equals(tie.Value.Campaign, campaign, StringComparison.Ordinal) && tie.Value.Certainty >= certainty).Select(static tie => tie.Key);

    /// <summary>Looks again. Returns the accounts whose tie came, hardened or became surer: they need not call again to be judged.</summary>
    public List<string> Refresh(AccountAnalysis analysis)
    {
        var ties = new Dictionary<string, CampaignTie>(StringComparer.Ordinal);
        var campaigns = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        var changed = new List<string>();
        foreach (var campaign in analysis.Campaigns())
        {
            campaigns[campaign.Campaign] = campaign.Verdict;
            foreach (var member in campaign.Accounts)
            {
                if (!member.Firm || campaign.Licensed.Contains(member.Account, StringComparer.Ordinal))
                    continue;
                var tie = new CampaignTie(campaign.Campaign, campaign.Verdict, member.Certainty);
                if (ties.TryGetValue(member.Account, out var other) && (other.Verdict, other.Certainty).CompareTo((tie.Verdict, tie.Certainty)) >= 0)
                    continue;
                ties[member.Account] = tie;
                if (_ties.GetValueOrDefault(member.Account) is not { } before || before.Verdict < tie.Verdict || before.Certainty + 0.02 < tie.Certainty)
                    changed.Add(member.Account);
            }
        }

        (_ties, Campaigns) = (ties, campaigns);
        return changed;
    }
}
