using System.Runtime.InteropServices;

namespace Weir.Detection.Campaigns;

/// <summary>
/// How many faces one hand shows. A firm has one card, one mail domain, one network it registered from, and firms that bought the same product stand side by side without anything
/// that leads from one to the other. Who hides has several of each, and they cross: accounts on one card come from several networks, accounts of one network pay with several cards.
/// </summary>
/// <param name="Part">Part of the members behind whom there is a hand with more faces than a firm has.</param>
/// <param name="Spare">Cards, domains and networks of registration of these, each shared by several, beyond the one of each kind that a firm has.</param>
/// <param name="Exits">Network blocks that several of these call from, beyond what a firm has.</param>
internal readonly record struct Faces(double Part, int Spare, int Exits)
{
    /// <summary>A thing counts as theirs where they have it so many times oftener than others.</summary>
    private const double Oftener = 10;
    private const int FewestSpare = 2;
    /// <summary>A firm with several sites, or build machines in several places.</summary>
    private const int FirmExits = 5;

    public static Faces Of(Group group, List<LinkRecord> members, Linking linking)
    {
        var firsts = new Dictionary<ulong, int>();
        var holders = new Dictionary<ulong, int>();
        var parents = new int[members.Count];
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        for (var i = 0; i < members.Count; i++)
        {
            parents[i] = i;
            var count = members[i].Tokens(tokens);
            foreach (var token in tokens[..count])
            {
                if (!IsFace(token.Kind) || !IsTheirs(group, token, linking))
                    continue;
                ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(firsts, token.Key, out var known);
                if (!known)
                    first = i;
                else
                    parents[Root(parents, i)] = Root(parents, first);
                CollectionsMarshal.GetValueRefOrAddDefault(holders, token.Key, out _)++;
            }
        }

        return members.Count == 0 ? default : Hands(firsts, holders, parents);
    }

    /// <summary>All hands that show more faces than a firm does. Firms side by side have no face to spare, however many they are.</summary>
    private static Faces Hands(Dictionary<ulong, int> firsts, Dictionary<ulong, int> holders, int[] parents)
    {
        var marks = new Dictionary<int, (int Cards, int Domains, int Registered, int Exits)>();
        foreach (var (key, first) in firsts)
        {
            var kind = new LinkToken(key).Kind;
            // Two on a card are a couple; two in a network may be chance.
            if (holders[key] < (kind == LinkKind.Payment ? 2 : 3))
                continue;
            ref var hand = ref CollectionsMarshal.GetValueRefOrAddDefault(marks, Root(parents, first), out _);
            hand = kind switch
            {
                LinkKind.Payment => hand with { Cards = hand.Cards + 1 },
                LinkKind.EmailDomain => hand with { Domains = hand.Domains + 1 },
                LinkKind.SignupNetwork => hand with { Registered = hand.Registered + 1 },
                _ => hand with { Exits = hand.Exits + 1 },
            };
        }

        var hands = marks.Where(static one => SpareOf(one.Value) >= FewestSpare || one.Value.Exits > FirmExits).ToDictionary();
        var part = Enumerable.Range(0, parents.Length).Count(i => hands.ContainsKey(Root(parents, i)));
        return new Faces((double)part / parents.Length, hands.Values.Sum(SpareOf), hands.Values.Sum(static hand => Math.Max(0, hand.Exits - FirmExits)));
    }

    private static int SpareOf((int Cards, int Domains, int Registered, int Exits) hand) => Math.Max(0, hand.Cards - 1) + Math.Max(0, hand.Domains - 1) + Math.Max(0, hand.Registered - 1);

    private static bool IsFace(LinkKind kind) => kind is LinkKind.Payment or LinkKind.EmailDomain or LinkKind.SignupNetwork or LinkKind.Network;

    private static bool IsTheirs(Group group, LinkToken token, Linking linking) =>
        group.Of(token.Key) is >= 2 and var having && (double)having / group.Members.Count > linking.ShareOf(token, group) * Oftener;

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at)
            at = parents[at] = parents[parents[at]];
        return at;
    }
}
