using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Detection.Accounts;

namespace Weir.Detection.Campaigns;

/// <summary>Reads off a group what holds it together: one pass over its accounts and what each of them has, and nothing that looks at pairs.</summary>
/// <param name="known">What the operator and account detection know of an account.</param>
internal sealed class BondReading(List<LinkRecord?> records, List<Group> groups, Linking linking, Judging judging, Func<string, IEnumerable<string>> accountsOf, Func<string, (AccountFacts? Facts, Glance? Glance)> known)
{
    private const int MostGrowth = 300;
    /// <summary>By <see cref="LinkKind"/>: wording comes in many pieces that say the same; cards by the hundred each say something of their own.</summary>
    private static readonly int[] MostOfKind = [0, 12, 16, 8, 12, 8, 24, 96, 24, 96, 96, 96, 48, 384, 48];

    public CampaignBonds Of(Group group, int mostAccounts, int mostBonds)
    {
        var members = group.Members.ConvertAll(slot => records[slot]!);
        members.Sort(static (a, b) => a.LinkedAt != b.LinkedAt ? a.LinkedAt.CompareTo(b.LinkedAt) : a.First != b.First ? a.First.CompareTo(b.First) : a.Slot.CompareTo(b.Slot));
        var listed = Spread(members, mostAccounts);
        var accounts = new List<CampaignJoin>(listed.Count);
        // An organization is one actor, and several accounts to whoever looks.
        var places = new (int First, int End)[listed.Count];
        for (var i = 0; i < listed.Count; i++)
        {
            var first = accounts.Count;
            Join(listed[i], group, accounts);
            places[i] = (first, accounts.Count);
        }

        return new CampaignBonds
        {
            Campaign = group.Id,
            Verdict = group.Verdict,
            FoundAt = Time(group.FoundAt),
            Accounts = accounts,
            LeftOff = members.Count - listed.Count,
            Bonds = Bonds(group, members, listed, places, accounts, mostBonds),
            Replacements = new ReplacementReading(group, listed, places).Read(),
            Merges = [.. groups.Where(other => other.MergedInto == group.Number + 1).OrderBy(static other => other.MergedAt).Select(static other => new CampaignMerge(Time(other.MergedAt), other.Id, other.MergedMembers))],
            Growth = Growth(members),
            Volume = group.Volume.Look(),
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

    private void Join(LinkRecord record, Group group, List<CampaignJoin> accounts)
    {
        var standing = judging.Stand(record, group, linking.Compare(record, group));
        var belonging = record.Licensed ? Belonging.Licensed : standing.Firm ? Belonging.Member : Belonging.Beside;
        foreach (var account in accountsOf(record.Account))
        {
            var glance = known(account).Glance;
            accounts.Add(new CampaignJoin(account, belonging, Math.Round(standing.Certainty, 3), Time(record.First), Time(record.Last), Time(record.LinkedAt), record.ExchangesBeforeLink, glance?.Exchanges ?? record.Exchanges,
                glance?.Verdict ?? record.OwnVerdict, glance?.NewTokens ?? 0));
        }
    }

    private List<CampaignBond> Bonds(Group group, List<LinkRecord> members, List<LinkRecord> listed, (int First, int End)[] places, List<CampaignJoin> accounts, int most)
    {
        var chosen = Choose(group, members, most);
        var having = chosen.ToDictionary(static one => one.Token.Key, static _ => new List<int>());
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        for (var i = 0; i < listed.Count; i++)
        {
            var count = listed[i].Tokens(tokens);
            foreach (var token in tokens[..count])
            {
                if (!having.TryGetValue(token.Key, out var of) || of.Count > 0 && of[^1] >= places[i].First)
                    continue;
                for (var place = places[i].First; place < places[i].End; place++)
                    of.Add(place);
            }
        }

        var bonds = new List<CampaignBond>(chosen.Count);
        foreach (var (token, count, share, weight) in chosen)
        {
            if (having[token.Key] is { Count: > 0 } of)
                bonds.Add(new CampaignBond(Noun(token.Kind), token.Kind.Family().ToString().ToLowerInvariant(), MarkOf(group, token), NameOf(token.Kind, known(accounts[of[0]].Account).Facts), of, count, Math.Round(1 / share), Math.Round(weight, 2), token.Kind.Family().IsForgeable()));
        }

        return bonds;
    }

    /// <summary>
    /// What several members have, and ordinary accounts hardly. The group's own count lets go of what few have, so that it stays small; here it is counted anew, because
    /// the cards of six accounts each are what a picture is looked at for.
    /// </summary>
    private List<(LinkToken Token, int Count, double Share, double Weight)> Choose(Group group, List<LinkRecord> members, int most)
    {
        var counts = new Dictionary<ulong, int>();
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        foreach (var record in members)
        {
            var count = record.Tokens(tokens);
            foreach (var token in tokens[..count])
                CollectionsMarshal.GetValueRefOrAddDefault(counts, token.Key, out _)++;
        }

        var telling = new List<(LinkToken Token, int Count, double Share, double Weight)>();
        foreach (var (key, count) in counts)
        {
            if (count < 2)
                continue;
            var token = new LinkToken(key);
            var share = linking.ShareOf(token, group);
            var weight = Math.Min(Math.Log10(Math.Min(1, count / (members.Count + 1.0)) / share), Links.KindCap[(int)token.Kind]);
            // What an ordinary group of that size would share as well is no bond; three on one card are, however large the campaign.
            if (weight > 0 || count >= 3 && count > 10 * share * members.Count)
                telling.Add((token, count, share, Math.Max(0, weight)));
        }

        telling.Sort(static (a, b) => a.Weight * a.Count != b.Weight * b.Count ? (b.Weight * b.Count).CompareTo(a.Weight * a.Count) : a.Token.Key.CompareTo(b.Token.Key));
        var left = MostOfKind.ToArray();
        return [.. telling.Where(one => left[(int)one.Token.Kind]-- > 0).Take(most)];
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

    private static string? NameOf(LinkKind kind, AccountFacts? facts) => kind switch
    {
        LinkKind.EmailDomain => facts?.EmailDomain,
        LinkKind.Payment => facts?.Payment,
        LinkKind.SignupNetwork => facts?.SignupAddress is { } address ? "around " + address : null,
        LinkKind.CreatedHour => facts?.Created is { } created ? created.UtcDateTime.ToString("yyyy-MM-dd HH':00 UTC'", CultureInfo.InvariantCulture) : null,
        _ => null,
    };

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
