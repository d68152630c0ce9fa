namespace Weir.Detection.Accounts;

/// <summary>
/// Puts two profiles of one account together, such as those of two machines: counts add, sketches unite, the order does not matter.
/// What depends on the order of exchanges (rhythm, windows, flows, evidence) is not merged: it folds in the journal's order.
/// </summary>
internal static class ProfileMerge
{
    public static Profile Merge(Profile a, Profile b)
    {
        var x = a.AsFull();
        var y = b.AsFull();
        var full = new FullState { Recent = new int[Counters.Count] };
        for (var i = 0; i < Counters.Count; i++)
            full.Life[i] = x.Life[i] + y.Life[i];
        full.Vocabulary.Unite(x.Vocabulary, y.Vocabulary);
        for (var i = 0; i < full.Content.Length; i++)
            full.Content[i] = x.Content[i] + y.Content[i];
        for (var i = 0; i < full.KindTokens.Length; i++)
            full.KindTokens[i] = x.KindTokens[i] + y.KindTokens[i];
        for (var i = 0; i < full.Week.Length; i++)
            full.Week[i] = x.Week[i] + y.Week[i];
        for (var i = 0; i < full.Languages.Length; i++)
            full.Languages[i] = x.Languages[i] + y.Languages[i];
        SeenSet.Unite(x.Seen, y.Seen, full.Seen);
        MergeFrames(x.Frames, y.Frames, full.Frames);
        MergeSets(x.Networks, y.Networks, full.Networks);
        MergeSets(x.Clients, y.Clients, full.Clients);
        return new Profile
        {
            Light = null,
            Full = full,
            First = a.First == 0 ? b.First : b.First == 0 ? a.First : Math.Min(a.First, b.First),
            Last = Math.Max(a.Last, b.Last),
            Tokens = a.Tokens + b.Tokens,
            NewTokens = a.NewTokens + b.NewTokens,
            Organization = string.CompareOrdinal(a.Organization, b.Organization) >= 0 ? a.Organization : b.Organization,
        };
    }

    private static void MergeFrames(Frame[] x, Frame[] y, Frame[] into)
    {
        var all = new Dictionary<(uint, bool), Frame>();
        foreach (var frame in x.Concat(y))
        {
            if (frame.Hash == 0)
                continue;
            var place = (ushort)(frame.IsTail ? 1 : 0);
            all.TryGetValue((frame.Hash, frame.IsTail), out var sum);
            var credit = Math.Min((sum.CreditAndPlace >> 1) + (frame.CreditAndPlace >> 1), ushort.MaxValue >> 1);
            all[(frame.Hash, frame.IsTail)] = new Frame
            {
                Hash = frame.Hash,
                CreditAndPlace = (ushort)(credit << 1 | place),
                Fillings = (ushort)Math.Min(sum.Fillings + frame.Fillings, ushort.MaxValue),
                FollowUps = (ushort)Math.Min(sum.FollowUps + frame.FollowUps, ushort.MaxValue),
            };
        }

        var kept = 0;
        foreach (var frame in all.Values.OrderByDescending(static f => f.CreditAndPlace).ThenBy(static f => f.Hash).Take(into.Length))
            into[kept++] = frame;
    }

    private static void MergeSets(uint[] x, uint[] y, uint[] into)
    {
        var kept = 0;
        foreach (var value in x.Concat(y).Where(static v => v != 0).Distinct().Order().Take(into.Length))
            into[kept++] = value;
    }
}
