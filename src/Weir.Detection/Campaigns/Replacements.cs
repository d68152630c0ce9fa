namespace Weir.Detection.Campaigns;

/// <summary>Seats that are filled again: accounts that began soon after another had fallen silent for good.</summary>
internal static class Replacements
{
    private const long Silence = 24 * 3_600_000L;
    private const long Within = 3_600_000L;
    private const int Fewest = 3;

    /// <summary>
    /// How many, beyond chance; 0 where that is few. Chance is read backwards: as many begin within the hour before an end as after it, where one has nothing to do
    /// with the other. In a class, where all come and go at the same hours, both are many.
    /// </summary>
    public static int Of(Group group, List<LinkRecord?> records)
    {
        var ended = new List<long>();
        foreach (var slot in group.Members)
        {
            if (records[slot]!.Last < group.Last - Silence)
                ended.Add(records[slot]!.Last);
        }

        if (ended.Count < Fewest)
            return 0;
        var began = group.Members.ConvertAll(slot => records[slot]!.First);
        began.Sort();
        int after = 0, before = 0;
        foreach (var at in ended)
        {
            after += Any(began, at + 1, at + Within) ? 1 : 0;
            before += Any(began, at - Within, at - 1) ? 1 : 0;
        }

        return after - before >= Fewest && after >= 3 * before ? after - before : 0;
    }

    private static bool Any(List<long> sorted, long from, long to)
    {
        var at = sorted.BinarySearch(from);
        at = at < 0 ? ~at : at;
        return at < sorted.Count && sorted[at] <= to;
    }
}
