using System.Globalization;

namespace Weir.Detection.Campaigns;

/// <summary>Reads off a group what holds it together.</summary>
internal sealed class BondReading(List<LinkRecord?> records, List<Group> groups, Linking linking, Judging judging, Func<string, IEnumerable<string>> accountsOf)
{
    private const int MostGrowth = 300;

    public CampaignBonds Of(Group group, int mostAccounts, int mostBonds)
    {
        var members = group.Members.ConvertAll(slot => records[slot]!);
        members.Sort(static (a, b) => a.LinkedAt != b.LinkedAt ? a.LinkedAt.CompareTo(b.LinkedAt) : a.Slot.CompareTo(b.Slot));
        var listed = Spread(members, mostAccounts);
        return new CampaignBonds
        {
            Campaign = group.Id,
            Verdict = group.Verdict,
            Accounts = listed.ConvertAll(record => JoinOf(record, group)),
            LeftOff = members.Count - listed.Count,
            Bonds = Bonds(group, listed, mostBonds),
            Merges = [.. groups.Where(other => other.MergedInto == group.Number + 1).OrderBy(static other => other.MergedAt).Select(static other => new CampaignMerge(Time(other.MergedAt), other.Id, other.MergedMembers))],
            Growth = Growth(members),
            Timeline = [.. group.Timeline],
        };
    }

    /// <summary>Every so many, so that early and late ones are among them.</summary>
    private static List<LinkRecord> Spread(List<LinkRecord> members, int most)
    {
        if (members.Count <= most)
            return members;
        var some = new List<LinkRecord>(most);
        for (var i = 0; i < most; i++)
            some.Add(members[(int)((long)i * members.Count / most)]);
        return some;
    }

    private CampaignJoin JoinOf(LinkRecord record, Group group)
    {
        var standing = judging.Stand(record, group, linking.Compare(record, group));
        return new CampaignJoin(string.Join(", ", accountsOf(record.Account).Take(3)), Time(record.First), Time(record.LinkedAt), record.ExchangesBeforeLink, record.Exchanges, Math.Round(standing.Certainty, 3), standing.Firm);
    }

    private List<CampaignBond> Bonds(Group group, List<LinkRecord> listed, int most)
    {
        var having = new Dictionary<ulong, List<int>>();
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        for (var i = 0; i < listed.Count; i++)
        {
            var count = listed[i].Tokens(tokens);
            foreach (var token in tokens[..count])
            {
                // One member's own thing ties nobody.
                if (group.Of(token.Key) < 2)
                    continue;
                ref var accounts = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(having, token.Key, out _);
                accounts ??= [];
                if (accounts.Count == 0 || accounts[^1] != i)
                    accounts.Add(i);
            }
        }

        var bonds = new List<(double Worth, ulong Key, CampaignBond Bond)>();
        foreach (var (key, accounts) in having)
        {
            var token = new LinkToken(key);
            var members = group.Of(key);
            var share = linking.ShareOf(token);
            var weight = Math.Min(Math.Log10(Math.Min(1, members / (group.Members.Count + 1.0)) / share), Links.KindCap[(int)token.Kind]);
            if (accounts.Count < 2 || weight <= 0)
                continue;
            bonds.Add((weight * members, key, new CampaignBond(Noun(token.Kind), MarkOf(group, token), accounts, members, Math.Round(1 / share), Math.Round(weight, 2), token.Kind.Family().IsForgeable())));
        }

        return [.. bonds.OrderByDescending(static one => one.Worth).ThenBy(static one => one.Key).Take(most).Select(static one => one.Bond)];
    }

    /// <summary>Spread with the group's number, so that a mark of one campaign is none of another's.</summary>
    private static string MarkOf(Group group, LinkToken token) =>
        (LinkToken.Spread(token.Key ^ LinkToken.Spread((ulong)group.FoundAt + (ulong)group.Number)) & 0xFF_FFFF).ToString("x6", CultureInfo.InvariantCulture);

    private static List<(DateTimeOffset At, int Accounts)> Growth(List<LinkRecord> members)
    {
        var growth = new List<(DateTimeOffset, int)>();
        var step = Math.Max(1, (members.Count + MostGrowth - 1) / MostGrowth);
        for (var i = 0; i < members.Count; i++)
        {
            var last = i == members.Count - 1;
            if (last || members[i + 1].LinkedAt != members[i].LinkedAt && (i + 1) % step == 0)
                growth.Add((Time(members[i].LinkedAt), i + 1));
        }

        return growth;
    }

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static string Noun(LinkKind kind) => kind switch
    {
        LinkKind.Head or LinkKind.LongHead or LinkKind.Tail => "template",
        LinkKind.System => "system prompt",
        LinkKind.Phrase => "phrase",
        LinkKind.Client => "client",
        LinkKind.Network => "network",
        LinkKind.EndUser => "end user",
        LinkKind.EmailDomain => "mail domain",
        LinkKind.SignupNetwork => "registration network",
        LinkKind.CreatedHour => "creation hour",
        LinkKind.BeganHour => "beginning",
        LinkKind.Payment => "payment",
        LinkKind.WokenDay => "waking day",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a name."),
    };
}
