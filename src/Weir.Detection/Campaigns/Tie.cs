using System.Runtime.CompilerServices;

namespace Weir.Detection.Campaigns;

/// <summary>How an account is tied to a group, or to another account: log10 of how much likelier it is that they have this in common as one than by chance.</summary>
internal struct Tie
{
    public PerKind Kinds;
    public PerKindToken Best;
    public double Conduct;
    /// <summary>It behaves as the members do, and its subjects lie where theirs do and hardly anybody else's.</summary>
    public double Deck;
    /// <summary>What speaks against it: what nearly all of the group have, and this account lacks.</summary>
    public double Against;
    /// <summary>Account detection says of it what it says of the members and of hardly any ordinary account: a cause of its own, which nobody can put on another.</summary>
    public bool IsOneOfThem;
    /// <summary>Nothing is known of how the account registered and who pays for it.</summary>
    public bool IsUnknown;
    /// <summary>What ordinary accounts reach too, by family.</summary>
    public PerFamily Ordinary;

    [InlineArray(Links.Kinds)]
    internal struct PerKind { private double _first; }
    [InlineArray(Links.Kinds)]
    internal struct PerKindToken { private ulong _first; }
    [InlineArray(Links.Families)]
    internal struct PerFamily { private double _first; }

    /// <summary>Adds a thing in common. Several of one kind are seldom independent: the best counts, others half as much.</summary>
    public void Add(LinkToken token, double weight)
    {
        if (weight <= 0)
            return;
        var kind = (int)token.Kind;
        var cap = Links.KindCap[kind];
        weight = Math.Min(weight, cap);
        ref var sum = ref Kinds[kind];
        if (Best[kind] == 0)
            Best[kind] = token.Key;
        // Networks and phrases of a pool: many in common say more than one.
        var room = token.Kind is LinkKind.Phrase ? 2.5 : cap + 0.5;
        sum = sum == 0 ? weight : Math.Min(room, Math.Max(sum, weight) + Math.Min(sum, weight) * 0.5);
    }

    public readonly PerFamily Families()
    {
        var families = new PerFamily();
        for (var kind = 1; kind < Links.Kinds; kind++)
        {
            ref var family = ref families[(int)((LinkKind)kind).Family()];
            family += Kinds[kind];
        }

        // Who registers at home and calls from home has one network in common with the neighbours, not two.
        families[(int)LinkFamily.Registration] -= Math.Min(Kinds[(int)LinkKind.SignupNetwork], Math.Max(0, Kinds[(int)LinkKind.Network]));
        for (var family = 0; family < Links.Families; family++)
            families[family] = Math.Max(0, Math.Min(families[family], Links.FamilyCap[family]) - Ordinary[family]);
        families[(int)LinkFamily.Conduct] = Conduct;
        return families;
    }

    public readonly double Total
    {
        get
        {
            var families = Families();
            var sum = Against + Deck;
            for (var family = 0; family < Links.Families; family++)
                sum += families[family];
            return sum;
        }
    }

    public readonly int Causes
    {
        get
        {
            var families = Families();
            return Links.Causes(families) + (IsOneOfThem ? 1 : 0) + (Deck >= Links.CauseOfDeck ? 1 : 0) + (IsUnknown && Links.IsNewWithOneDeck(families) ? 1 : 0);
        }
    }

    /// <summary>What nobody else can put on the account.</summary>
    public readonly double Unforgeable
    {
        get
        {
            // Others speak for the first time on the same day as well, and register within the same hour from the same network.
            return Kinds[(int)LinkKind.EmailDomain] + (Kinds[(int)LinkKind.CreatedHour] + Kinds[(int)LinkKind.SignupNetwork] + Kinds[(int)LinkKind.WokenDay]) / 2 + Kinds[(int)LinkKind.Payment]
                + (Deck >= Links.CauseOfDeck ? Deck : 0);
        }
    }
}
