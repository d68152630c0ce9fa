using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Detection.Campaigns;

/// <summary>
/// Weighs ties. An account is compared with the centre of a group, never with its nearest member, so that chains cannot grow; two accounts are compared
/// only where an index led from one to the other.
/// </summary>
internal sealed class Linking(List<LinkRecord?> records, LinkIndex index, Background background, List<Group> groups, long[] ordinary)
{
    private const int MostCandidates = 96;
    private const int MostGroups = 12;
    private const int Sampled = 60;

    /// <summary>A thing that more than this part of ordinary accounts have leads nowhere.</summary>
    private const double TooCommon = 0.03;
    private const double FewestWording = 0.7;
    private const double Frame = 1.2;
    private const double MostOwn = 1.2;
    /// <summary>What subjects of its own say against an account.</summary>
    private const double OtherSubjects = 2.5;
    private const float LeastOwn = -1.5f;
    public const double CauseOfConduct = 1.2;
    private const double CorePart = 0.1;
    /// <summary>Three of a dozen who say the same are no template of all.</summary>
    private const double CorePartOfFew = 0.25;
    private const int FewMembers = 40;
    private const double CoreLift = 1.4;
    private const int MostCore = 24;

    private readonly Dictionary<ulong, List<int>> _groupsOf = [];
    private readonly Tie[] _ties = new Tie[MostCandidates];
    private readonly int[] _slots = new int[MostCandidates];
    private readonly List<int> _sample = [];
    private (double Mean, double Spread) _own;

    public int Everybody { get; set; }

    /// <summary>Evidence needed before an account of so many belongs to a group of that size.</summary>
    public double PriorOf(int members) => Math.Log10(Math.Max(8.0, (double)Everybody / Math.Max(1, members)));

    public double SeedAt => Math.Max(3.5, Math.Log10(Math.Max(1, Everybody)) + 0.5);

    public double CertaintyOf(double total, int members) => 1 / (1 + Math.Pow(10, PriorOf(members) - total));

    public double ShareOf(LinkToken token) => background.Share(token, index.Holders(token.Key), Everybody);

    /// <summary>The same among those outside the group: a campaign that outnumbers everybody else must not make its own marks usual.</summary>
    public double ShareOf(LinkToken token, Group group) =>
        background.Share(token, Math.Max(0, index.Holders(token.Key) - group.Of(token.Key)), Math.Max(1, Everybody - group.Members.Count));

    /// <summary>The account against the centre of the group, itself left out.</summary>
    public Tie Compare(LinkRecord record, Group group)
    {
        var tie = new Tie { IsUnknown = record.IsUnknown };
        var own = record.Group == group.Number + 1 ? 1 : 0;
        var others = group.Members.Count - own;
        if (others < 1)
            return tie;
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var count = record.Tokens(tokens);
        foreach (var token in tokens[..count])
        {
            var having = group.Of(token.Key) - own;
            // One member's own thing is nothing that the group has.
            if (having < 1 || having < 2 && others > 3)
                continue;
            // What a few of very many say is nothing that the group says: by such things everybody would fit in the end.
            if (token.Kind.IsWording() && having * 100 < others)
                continue;
            var weight = Math.Log10(Math.Min(1, having / (others + 1.0)) / ShareOf(token, group));
            // Who talks much has many phrases, and among them some that the group has a little oftener than others.
            if (weight >= (token.Kind.IsWording() ? FewestWording : 0))
                tie.Add(token, weight);
        }

        tie.Conduct = Math.Min(Conduct.Evidence(record.Conduct, group.Conduct, ordinary) + OwnLike(record, group), Links.FamilyCap[(int)LinkFamily.Conduct]);
        var alike = record.OwnEvidence > LeastOwn && tie.Conduct >= CauseOfConduct;
        tie.IsOneOfThem = alike && !record.Established && group.IsHarvest && !group.IsYoungerThan(record) && OwnLike(record, group) >= 0.5;
        for (var family = 0; family < Links.Families; family++)
            tie.Ordinary[family] = group.Ordinary[family];
        tie.Against = Against(record, group, tie.Families(), others);
        // Who came when the others came, does as they do and asks about what they ask about: nobody can put that on another, and somebody who was there before is not asked.
        if (alike && !group.WasPrecededBy(record))
            tie.Deck = group.Subjects.Likeness(record);
        if (group.Subjects.IsElsewhere(record))
        {
            tie.Against -= OtherSubjects;
            tie.IsOneOfThem = false;
        }

        return tie;
    }

    /// <summary>Accounts that stand for everybody when a group is measured: established ones where there are any.</summary>
    public void Draw()
    {
        _sample.Clear();
        var established = records.Where(static record => record is { Established: true, Group: 0 }).Select(static record => record!.Slot).ToList();
        if (established.Count < Sampled / 2)
            established = records.Where(static record => record is { Group: 0, Exchanges: >= 4 }).Select(static record => record!.Slot).ToList();
        for (var i = 0; i < Math.Min(Sampled, established.Count); i++)
            _sample.Add(established[(int)((long)i * established.Count / Math.Min(Sampled, established.Count))]);
        var own = established.Select(slot => records[slot]!).Where(static record => record.IsJudged).Select(static record => (double)record.OwnEvidence).ToList();
        _own = own.Count < 10 ? (0, 0) : (own.Average(), Math.Max(0.8, Math.Sqrt(own.Sum(e => e * e) / own.Count - own.Average() * own.Average())));
    }

    /// <summary>Whether account detection says of this account what it says of the group's members, or what it says of ordinary ones.</summary>
    private double OwnLike(LinkRecord record, Group group)
    {
        var (mean, spread) = _own;
        if (spread == 0 || double.IsNaN(group.OwnMean) || group.OwnMean <= mean + 0.3 || !record.IsJudged)
            return 0;
        var (ordinarily, grouply) = (record.OwnEvidence - mean, record.OwnEvidence - group.OwnMean);
        return Math.Clamp((ordinarily * ordinarily - grouply * grouply) / (2 * spread * spread) / Math.Log(10), -MostOwn, MostOwn);
    }

    /// <summary>
    /// Holds ordinary accounts against the group. Who has many openings and phrases shares some with any large group by chance, and no
    /// rarity of a single thing tells how much; this does.
    /// </summary>
    public void Measure(Group group)
    {
        int judged = 0;
        var own = 0.0;
        for (var i = 0; i < group.Members.Count; i += Math.Max(1, group.Members.Count / 64))
        {
            if (records[group.Members[i]] is not { IsJudged: true } member)
                continue;
            judged++;
            own += member.OwnEvidence;
        }

        group.Subjects.Measure(records, group.Members, _sample);
        group.Began = BeganOf(group);
        group.OwnMean = judged < 3 ? double.NaN : own / judged;
        group.Frames.Clear();
        foreach (var (key, having) in group.Tokens)
        {
            var token = new LinkToken(key);
            if (token.Kind.IsWording() && having >= Math.Max(3, group.Members.Count / 50) && Math.Log10(having / (group.Members.Count + 1.0) / ShareOf(token, group)) >= Frame)
                group.Frames.Add(key);
        }

        MeasureCore(group);
        Array.Clear(group.Ordinary);
        Span<double> scores = stackalloc double[Sampled * Links.Families];
        var count = 0;
        foreach (var slot in _sample)
        {
            if (records[slot] is not { Group: 0 } record)
                continue;
            var families = Compare(record, group).Families();
            for (var family = 0; family < Links.Families; family++)
                scores[family * Sampled + count] = families[family];
            count++;
        }

        if (count < 10)
            return;
        for (var family = 0; family < (int)LinkFamily.Conduct; family++)
        {
            var of = scores.Slice(family * Sampled, count);
            of.Sort();
            group.Ordinary[family] = of[^(1 + count / 10)];
        }
    }

    /// <summary>When half of its members had begun: a few old accounts among them do not make it old.</summary>
    private long BeganOf(Group group)
    {
        var firsts = group.Members.ConvertAll(slot => records[slot]!.First);
        firsts.Sort();
        return firsts.Count == 0 ? 0 : firsts[firsts.Count / 2];
    }

    private void MeasureCore(Group group)
    {
        group.Core.Clear();
        group.CoreOrdinary = 0;
        var core = new List<(double Worth, ulong Key)>();
        foreach (var key in group.Frames)
        {
            var part = Math.Min(1, (double)group.Of(key) / (group.Members.Count + 1));
            var lift = Math.Log10(part / ShareOf(new LinkToken(key), group));
            if (part >= (group.Members.Count <= FewMembers ? CorePartOfFew : CorePart) && lift >= CoreLift)
                core.Add((part * lift, key));
        }

        foreach (var (_, key) in core.OrderByDescending(static one => one.Worth).ThenBy(static one => one.Key).Take(MostCore))
            group.Core.Add(key);
        int having = 0, seen = 0;
        foreach (var slot in _sample)
        {
            if (records[slot] is not { Group: 0 } record)
                continue;
            seen++;
            having += HasCore(record, group) ? 1 : 0;
        }

        group.CoreOrdinary = seen == 0 ? 0 : (double)having / seen;
    }

    /// <summary>Whether the account uses one of the group's main templates.</summary>
    /// <param name="onlyLong">Only a frame of many words or a system prompt counts: short openings are everybody's.</param>
    public static bool HasCore(LinkRecord record, Group group, bool onlyLong = false)
    {
        if (group.Core.Count == 0)
            return false;
        for (var i = 0; i < record.Phrases.Count; i++)
        {
            if (group.Core.Contains(record.Phrases[i].Key) && (!onlyLong || record.Phrases[i].Kind is LinkKind.LongHead or LinkKind.System))
                return true;
        }

        return false;
    }

    private static double Against(LinkRecord record, Group group, in Tie.PerFamily families, int others)
    {
        var against = 0.0;
        for (var family = 0; family < (int)LinkFamily.Conduct; family++)
        {
            if (families[family] >= Links.Worth || !Has(record, (LinkFamily)family))
                continue;
            var having = Math.Min((double)group.Covered[family] / Math.Max(1, group.Members.Count), 0.97);
            // That the others registered alike is partly why they were taken in.
            against += Math.Max((LinkFamily)family == LinkFamily.Registration ? -0.5 : -1.2, Math.Log10(1 - having * Math.Min(1, others / 10.0)));
        }

        return against;
    }

    private static bool Has(LinkRecord record, LinkFamily family) => family switch
    {
        LinkFamily.Wording => record.Openings >= 3,
        LinkFamily.Client => record.Clients[0] != 0,
        LinkFamily.Place => record.Networks[0] != 0,
        LinkFamily.Registration => record.EmailDomain != 0,
        LinkFamily.Payment => record.Payment != 0,
        _ => false,
    };

    /// <summary>Notes that a thing is what a group has in common, so that accounts with it are led there.</summary>
    public void Announce(Group group)
    {
        var enough = Math.Max(2, group.Members.Count / 50);
        foreach (var (key, having) in group.Tokens)
        {
            if (having < enough || ShareOf(new LinkToken(key), group) > TooCommon)
                continue;
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupsOf, key, out _);
            list ??= new List<int>(1);
            if (list.Count < 8 && !list.Contains(group.Number))
                list.Add(group.Number);
        }
    }

    /// <summary>The same for one thing that a member just showed.</summary>
    public void Announce(Group group, LinkToken token)
    {
        if (group.Of(token.Key) != Math.Max(3, group.Members.Count / 50) || ShareOf(token, group) > TooCommon)
            return;
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupsOf, token.Key, out _);
        list ??= new List<int>(1);
        if (list.Count < 8 && !list.Contains(group.Number))
            list.Add(group.Number);
    }

    /// <summary>Forgets which things lead where; groups that live announce theirs again.</summary>
    public void Unannounce() => _groupsOf.Clear();

    /// <summary>The group the account is tied to best, where two causes tie it and it is likelier in than out.</summary>
    public Group? BestGroup(LinkRecord record, out Tie best)
    {
        best = default;
        Span<int> candidates = stackalloc int[MostGroups];
        var count = Candidates(record, candidates);
        Group? found = null;
        var most = 0.0;
        foreach (var number in candidates[..count])
        {
            var group = groups[number];
            if (!group.IsAlive || record.Group == number + 1)
                continue;
            var tie = Compare(record, group);
            var margin = tie.Total - PriorOf(group.Members.Count);
            if (tie.Causes >= 2 && margin > 0.5 && (found is null || margin > most))
                (found, most, best) = (group, margin, tie);
        }

        return found;
    }

    /// <summary>Groups that the account has something in common with, by how much of it.</summary>
    public int Candidates(LinkRecord record, Span<int> candidates)
    {
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var held = record.Tokens(tokens);
        var count = 0;
        foreach (var token in tokens[..held])
        {
            if (!_groupsOf.TryGetValue(token.Key, out var list))
                continue;
            foreach (var number in list)
            {
                if (count < candidates.Length && !candidates[..count].Contains(number))
                    candidates[count++] = number;
            }
        }

        return count;
    }

    /// <summary>Accounts outside any group that are tied to this one by two causes and strongly enough to begin a group with, strongest first.</summary>
    public List<LinkRecord> Partners(LinkRecord record)
    {
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        var held = record.Tokens(tokens);
        Span<int> latest = stackalloc int[LinkIndex.Recent];
        var candidates = 0;
        foreach (var token in tokens[..held])
        {
            var found = index.Latest(token.Key, latest);
            if (found < 2)
                continue;
            var share = ShareOf(token);
            if (share > TooCommon)
                continue;
            var weight = -Math.Log10(share) - 0.2;
            foreach (var slot in latest[..found])
            {
                if (slot == record.Slot || records[slot] is not { Group: 0 })
                    continue;
                var at = _slots.AsSpan(0, candidates).IndexOf(slot);
                if (at < 0)
                {
                    if (candidates == MostCandidates)
                        continue;
                    at = candidates++;
                    _slots[at] = slot;
                    _ties[at] = new Tie { IsUnknown = record.IsUnknown };
                }

                _ties[at].Add(token, weight);
            }
        }

        var partners = new List<LinkRecord>();
        if (candidates < 2)
            return partners;
        var needed = SeedAt;
        var tied = new List<(double Total, LinkRecord Record)>();
        for (var i = 0; i < candidates; i++)
        {
            if (_ties[i].Causes >= 2 && _ties[i].Total is var total && total >= needed)
                tied.Add((total, records[_slots[i]]!));
        }

        foreach (var (_, partner) in tied.OrderByDescending(static one => one.Total).ThenBy(static one => one.Record.Slot).Take(12))
            partners.Add(partner);
        return partners;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(_own.Mean);
        to.Write(_own.Spread);
        to.Write(_sample.Count);
        foreach (var slot in _sample)
            to.Write(slot);
        to.Write(_groupsOf.Count);
        foreach (var (key, numbers) in _groupsOf)
        {
            to.Write(key);
            to.Write((byte)numbers.Count);
            foreach (var number in numbers)
                to.Write(number);
        }
    }

    public void Restore(BinaryReader from)
    {
        _own = (from.ReadDouble(), from.ReadDouble());
        for (var left = from.ReadInt32(); left > 0; left--)
            _sample.Add(from.ReadInt32());
        for (var left = from.ReadInt32(); left > 0; left--)
        {
            var key = from.ReadUInt64();
            var numbers = new List<int>(1);
            for (var more = from.ReadByte(); more > 0; more--)
                numbers.Add(from.ReadInt32());
            _groupsOf[key] = numbers;
        }
    }
}
