using Weir.Detection.Campaigns;

namespace Weir.Console.Campaigns.Graph;

/// <summary>Why accounts stand together in the picture.</summary>
public enum PartKind : byte
{
    /// <summary>They share a bond that the rest of the campaign has not.</summary>
    Bound = 0,
    /// <summary>Nothing but what all share holds them.</summary>
    Core,
    Beside,
    Licensed,
}

/// <summary>A part of a campaign.</summary>
/// <param name="Bond">What its accounts share, by its place in the campaign's bonds; -1 where they share nothing of their own.</param>
/// <param name="Accounts">By their place in the campaign, in the order of joining; those that belong less surely come last.</param>
public sealed record Part(PartKind Kind, int Bond, IReadOnlyList<int> Accounts)
{
    /// <summary>Tells it from others of its campaign, and stays the same while the campaign lives.</summary>
    public required string Key { get; init; }
}

/// <summary>Which parts a campaign has: each account goes where the bond that covers most of its like leads, rarest causes first.</summary>
public sealed record CampaignParts(IReadOnlyList<Part> All, IReadOnlyList<int> Core)
{
    private const int MostParts = 40;
    private const int MostCore = 8;
    /// <summary>What so many share is no part of the campaign; it is the campaign.</summary>
    private const double CoreShare = 0.5;
    private const double OfOneKind = 6;
    /// <summary>Under this an account stands at the edge.</summary>
    public const double Sure = 0.8;

    /// <param name="before">Bonds that made parts when it was looked at last, in that order: they make parts again while they can, so that nothing jumps.</param>
    public static CampaignParts Of(CampaignBonds campaign, IReadOnlyList<string>? before = null)
    {
        var (accounts, bonds) = (campaign.Accounts, campaign.Bonds);
        var members = accounts.Count(static one => one.Belonging == Belonging.Member);
        var core = new List<int>();
        var narrow = new List<int>();
        for (var bond = 0; bond < bonds.Count; bond++)
            (bonds[bond].Accounts.Count >= Math.Max(2, members * CoreShare) ? core : narrow).Add(bond);

        var part = new int[accounts.Count];
        Array.Fill(part, -1);
        var chosen = new List<int>();
        var least = Math.Max(3, members / 150);
        if (before is not null)
        {
            var byKey = narrow.ToDictionary(bond => KeyOf(bonds[bond]), static bond => bond, StringComparer.Ordinal);
            foreach (var key in before)
            {
                if (byKey.TryGetValue(key, out var bond) && Free(campaign, bond, part) >= least / 2)
                    Take(campaign, bond, part, chosen);
            }
        }

        Choose(campaign, narrow, part, chosen, least);
        return new CampaignParts(Gather(campaign, part, chosen), Telling(bonds, core));
    }

    public static string KeyOf(CampaignBond bond) => $"{bond.Kind}/{bond.Mark}";

    /// <summary>Whichever bond covers most that nobody covers yet, again and again. A bond's worth only falls, so an old worth is an upper bound and most need no second look.</summary>
    private static void Choose(CampaignBonds campaign, List<int> narrow, int[] part, List<int> chosen, int least)
    {
        var ground = Ground(campaign, narrow, least);
        double WorthOf(int bond) => Free(campaign, bond, part) * Telling(campaign.Bonds[bond]) * (string.Equals(campaign.Bonds[bond].Kind, ground, StringComparison.Ordinal) ? OfOneKind : 1);
        var queue = new PriorityQueue<int, (double, int)>();
        foreach (var bond in narrow)
        {
            if (!chosen.Contains(bond))
                queue.Enqueue(bond, (-WorthOf(bond), bond));
        }

        while (chosen.Count < MostParts && queue.TryDequeue(out var bond, out var at))
        {
            var worth = WorthOf(bond);
            if (Free(campaign, bond, part) < least)
                continue;
            if (-worth > at.Item1 && queue.TryPeek(out _, out var next) && next.Item1 < -worth)
                queue.Enqueue(bond, (-worth, bond));
            else
                Take(campaign, bond, part, chosen);
        }
    }

    /// <summary>Parts that differ in one thing are read at once; so the kind of bond that covers most, weighed by what it tells, goes first.</summary>
    private static string? Ground(CampaignBonds campaign, List<int> narrow, int least)
    {
        string? ground = null;
        var most = 0.0;
        foreach (var kind in narrow.Where(bond => campaign.Bonds[bond].Accounts.Count >= least).GroupBy(bond => campaign.Bonds[bond].Kind, StringComparer.Ordinal))
        {
            var covered = new HashSet<int>();
            foreach (var bond in kind.OrderByDescending(bond => campaign.Bonds[bond].Accounts.Count).Take(MostParts))
                covered.UnionWith(campaign.Bonds[bond].Accounts);
            var worth = covered.Count * Telling(campaign.Bonds[kind.First()]);
            if (covered.Count * 2 >= campaign.Accounts.Count && worth > most)
                (ground, most) = (kind.Key, worth);
        }

        return ground;
    }

    /// <summary>A card tells more than a phrase, and what only Weir gave a mark less than what has a name.</summary>
    private static double Telling(CampaignBond bond) => bond.Family switch
    {
        "payment" => 1.6,
        "registration" => bond.Kind switch { "mail domain" or "registration network" => 1.4, "beginning" => 0.4, _ => 0.8 },
        "place" => 1.1,
        "client" => 0.9,
        _ => 0.7,
    };

    private static int Free(CampaignBonds campaign, int bond, int[] part)
    {
        var free = 0;
        foreach (var account in campaign.Bonds[bond].Accounts)
            free += part[account] < 0 && campaign.Accounts[account].Belonging == Belonging.Member ? 1 : 0;
        return free;
    }

    private static void Take(CampaignBonds campaign, int bond, int[] part, List<int> chosen)
    {
        foreach (var account in campaign.Bonds[bond].Accounts)
        {
            if (part[account] < 0 && campaign.Accounts[account].Belonging == Belonging.Member)
                part[account] = chosen.Count;
        }

        chosen.Add(bond);
    }

    private static List<Part> Gather(CampaignBonds campaign, int[] part, List<int> chosen)
    {
        var sure = new List<int>[chosen.Count + 3];
        var unsure = new List<int>[chosen.Count + 3];
        for (var i = 0; i < sure.Length; i++)
            (sure[i], unsure[i]) = ([], []);
        for (var account = 0; account < part.Length; account++)
        {
            var one = campaign.Accounts[account];
            var at = one.Belonging switch { Belonging.Beside => chosen.Count + 1, Belonging.Licensed => chosen.Count + 2, _ => part[account] < 0 ? chosen.Count : part[account] };
            (one.Certainty >= Sure || one.Belonging != Belonging.Member ? sure : unsure)[at].Add(account);
        }

        var parts = new List<Part>();
        for (var at = 0; at < sure.Length; at++)
        {
            var kind = at < chosen.Count ? PartKind.Bound : (PartKind)(at - chosen.Count + 1);
            sure[at].AddRange(unsure[at]);
            if (sure[at].Count > 0)
                parts.Add(new Part(kind, kind == PartKind.Bound ? chosen[at] : -1, sure[at]) { Key = kind == PartKind.Bound ? KeyOf(campaign.Bonds[chosen[at]]) : kind.ToString() });
        }

        return parts;
    }

    /// <summary>Of what nearly all share the few that say most, no more than two of one kind.</summary>
    private static List<int> Telling(IReadOnlyList<CampaignBond> bonds, List<int> core)
    {
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var telling = new List<int>();
        foreach (var bond in core)
        {
            if (telling.Count >= MostCore)
                break;
            var of = kinds.GetValueOrDefault(bonds[bond].Kind);
            kinds[bonds[bond].Kind] = of + 1;
            if (of < 2)
                telling.Add(bond);
        }

        return telling;
    }
}
