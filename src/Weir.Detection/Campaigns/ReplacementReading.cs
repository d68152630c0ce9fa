namespace Weir.Detection.Campaigns;

/// <summary>Accounts that began soon after another had fallen silent for good, where that is oftener than chance has it. How soon is the campaign's own habit.</summary>
internal sealed class ReplacementReading(Group group, List<LinkRecord> members, (int First, int End)[] places)
{
    private const long Silence = 24 * 3_600_000L;
    private static readonly long[] Within = [5 * 60_000L, 15 * 60_000L, 3_600_000L, 3 * 3_600_000L];

    public List<CampaignReplacement> Read()
    {
        var some = Enumerable.Range(0, members.Count).Where(i => places[i].End > places[i].First).ToList();
        var ended = some.Where(i => members[i].Last < group.Last - Silence).OrderBy(i => members[i].Last).ThenBy(static i => i).ToList();
        var began = some.OrderBy(i => members[i].First).ThenBy(static i => i).ToList();
        var span = Math.Max(1.0, group.Last - group.First);
        var best = new List<CampaignReplacement>();
        var most = 0.0;
        foreach (var within in Within)
        {
            var pairs = Pairs(ended, began, within);
            var beyond = pairs.Count - 2 * members.Count * Math.Min(1, ended.Count * within / span) - 2;
            if (beyond > most)
                (most, best) = (beyond, pairs);
        }

        return best;
    }

    /// <summary>Each that fell silent is replaced once, by the first that began after it.</summary>
    private List<CampaignReplacement> Pairs(List<int> ended, List<int> began, long within)
    {
        var pairs = new List<CampaignReplacement>();
        var next = 0;
        foreach (var came in began)
        {
            while (next < ended.Count && members[ended[next]].Last < members[came].First - within)
                next++;
            if (next < ended.Count && members[ended[next]].Last <= members[came].First && ended[next] != came)
                pairs.Add(new CampaignReplacement(places[ended[next++]].First, places[came].First));
        }

        return pairs;
    }
}
