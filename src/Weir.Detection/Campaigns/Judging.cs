using System.Runtime.InteropServices;
using Weir.Detection.Accounts;
using Weir.Detection.Accounts.Signals;

namespace Weir.Detection.Campaigns;

/// <summary>How surely an account belongs, and whether by more than what others can put on it.</summary>
internal readonly record struct Standing(double Certainty, bool Firm);

/// <summary>
/// Says of a group whether it is a campaign. How surely accounts belong together and what they take are two questions: an office, a class, a
/// hackathon belong together and take nothing. Both must be answered, and what is taken by all members' own exchanges.
/// </summary>
internal sealed class Judging(List<LinkRecord?> records, Linking linking, RandomGroups random)
{
    private const int Sampled = 64;
    private const int MostCompared = 400;
    private const long DayMs = 86_400_000;
    private const long Morning = 36 * 3_600_000L;
    private const int FewestOpenings = 40;
    private const int WatchTakingHours = 3;
    public const int FewestMembers = 3;

    /// <summary>Evidence for <c>watch</c> and <c>act</c>, and how much of it must be what is taken.</summary>
    public const double WatchAt = 1.3;
    public const double WatchTaken = 0.5;
    public const double ActAt = 2.8;
    public const double ActTaken = 1.3;
    public const double ActOpen = 2.6;
    /// <summary>What is taken need tell less where accounts act in step or show a face too many: those of a hackathon do not.</summary>
    public const double ActTakenInStep = 0.8;
    public const double ActInStep = 1.5;
    public const double LeastActTaken = 0.5;
    private const double LeastTakenInConcert = -0.5;
    private const double Fall = 0.5;

    public const double ActHours = 12;
    private const double ActHoursOfLittle = 30;
    private const double ActHoursOfMany = 60;
    private const double ActHoursOfRoof = 96;
    /// <summary>A workshop whose vouchers hold the same amount each looks dispatched by a program, and is over after a long weekend.</summary>
    private const double ActHoursOfQuota = 72;
    /// <summary>So many of the members make it one roof.</summary>
    private const double OneRoof = 0.65;
    /// <summary>What the faces must say where what is taken does not convict by itself.</summary>
    public const double ActHidden = 0.8;
    /// <summary>Above this, members have subjects of their own, as those of a hackathon have.</summary>
    private const double ManySubjects = 3;
    private const double Much = 4;
    public const int ActPrompts = 120;
    public const int ActTakingHours = 8;
    /// <summary>More than this part of the prompts in common is shared work.</summary>
    public const double MostShared = 0.12;
    /// <summary>Below this, members' subjects differ no more than hands of one deck.</summary>
    public const double OneDeck = 1.6;

    public static double NextJudged(long exchanges) => exchanges + Math.Max(12, exchanges / 12);

    public void Judge(Group group, Yardstick yardstick, ModelBook models, long now)
    {
        var weight = Weigh(group, yardstick, models);
        group.Weight = weight;
        group.Lacks = LacksOf(group, weight);
        var verdict = VerdictOf(group.Lacks);
        if (verdict < group.Verdict && weight.Evidence >= (group.Verdict == Verdict.Act ? ActAt : WatchAt) - Fall && IsOwnWork(group, weight, MostShared * 1.5))
            verdict = group.Verdict;
        if (verdict >= Verdict.Watch && group.WatchAt == 0)
        {
            (group.WatchAt, group.ExchangesBeforeWatch) = (now, group.Exchanges);
            group.Tell(now, $"reaches watch with {group.Members.Count} accounts");
        }

        if (verdict == Verdict.Act && group.ActAt == 0)
        {
            (group.ActAt, group.ExchangesBeforeAct) = (now, group.Exchanges);
            group.Tell(now, $"reaches act with {group.Members.Count} accounts");
        }

        group.Verdict = verdict;
    }

    private static Verdict VerdictOf(Lack lacks) => (lacks & Lack.OfWatch) != Lack.None ? Verdict.Clear : lacks != Lack.None ? Verdict.Watch : Verdict.Act;

    /// <summary>Everything that keeps the group from a verdict.</summary>
    private static Lack LacksOf(Group group, in GroupWeight weight)
    {
        var pool = Judgement.LifeOf(group.Pool);
        var hidden = Math.Max(weight.Concert, Math.Max(weight.Open, weight.OneHand));
        var taken = weight.Evidence >= ActAt && weight.BeyondChance >= weight.NeededTaken;
        return When(weight.Evidence < WatchAt, Lack.Evidence)
            | When(weight.BeyondChance < WatchTaken && hidden < WatchAt, Lack.Taken)
            | When(weight.Firm < FewestMembers, Lack.Members)
            | When(weight.Bearers < 2, Lack.Bearers)
            | When(pool[Counter.Openings] < FewestOpenings, Lack.Openings)
            | When(pool[Counter.TakingHours] < WatchTakingHours, Lack.Hours)
            | When(!taken && weight.OneHand < ActAt && (weight.Concert < ActAt || !weight.IsUnderNoRoof || weight.BeyondChance < LeastTakenInConcert) && weight.Open < ActOpen, Lack.EvidenceForAct)
            | When(weight.Worded < 0.5 && !weight.IsOneDeck, Lack.Deck)
            | When(weight.Bearers < FewestMembers, Lack.BearersForAct)
            | When(!IsOwnWork(group, weight, MostShared), Lack.OwnWork)
            | When(!LastedLongEnough(pool.Hours, IsProbing(pool), weight), Lack.Duration)
            | When(pool[Counter.TakingHours] < ActTakingHours, Lack.HoursForAct)
            | When(pool[Counter.NewPrompts] < ActPrompts, Lack.Prompts);

        static Lack When(bool missing, Lack lack) => missing ? lack : Lack.None;
    }

    /// <summary>People share work. The same few tricks are tried by many of them, too: no shared work, where most of it is tricks.</summary>
    private static bool IsOwnWork(Group group, in GroupWeight weight, double most) => weight.Shared < most || IsProbing(Judgement.LifeOf(group.Pool));

    private static bool IsProbing(in Stretch pool) => pool[Counter.Probes] * 2 > pool[Counter.Openings];

    /// <summary>A run of some hours is a benchmark or a class until it is longer; where the evidence is no more than needed, a hackathon until it is longer still.</summary>
    private static bool LastedLongEnough(double hours, bool probes, in GroupWeight weight)
    {
        // What began on one morning under one roof is a workshop of some days, whatever it takes, until they are over and it goes on. Nobody holds one of attempts at hidden prompts.
        if (!probes && weight.Roof >= OneRoof && weight.Hidden < ActHidden && weight.Age < (weight.IsDispatched ? ActHoursOfQuota : ActHoursOfRoof))
            return false;
        return hours >= (weight.Evidence >= Much || weight.Hidden >= ActHidden ? ActHours : weight.Deck is > 0 and < ManySubjects ? ActHoursOfLittle : ActHoursOfMany);
    }

    /// <summary>What is taken by all members together: by everything they do, or by what is worded like the group.</summary>
    public static double Taken(Group group, Yardstick yardstick)
    {
        var most = Pooled(group.Pool, yardstick, Judgement.WithoutTime);
        if (group.StreamShare >= 0.9)
            return most;
        // The wording was what picked these exchanges; it says nothing more. Two looks instead of one cost something.
        var stream = Pooled(group.Stream, yardstick, Judgement.WithoutTime & ~(1 << (int)Family.Templates)) - 0.3;
        return Math.Max(most, stream);
    }

    public static double Pooled(Profile profile, Yardstick yardstick, int families)
    {
        var life = Judgement.LifeOf(profile);
        if (life[Counter.Openings] < FewestOpenings / 2)
            return 0;
        var comparison = Comparison.OfThread;
        comparison.Fit(life, yardstick, families);
        // Many accounts together are broad and new by themselves: kinds of harvest that are known by nothing else say nothing of a group.
        return comparison.OfAsking();
    }

    public GroupWeight Weigh(Group group, Yardstick yardstick, ModelBook models)
    {
        var members = group.Members;
        var step = Math.Max(1, members.Count / Sampled);
        var totals = new List<double>(Sampled);
        var (rates, brief) = (new Rates(), new Rates());
        int worded = 0, firm = 0, seen = 0;
        double volume = 0, squares = 0;
        for (var i = 0; i < members.Count; i += step)
        {
            var record = records[members[i]]!;
            if (record.Beside)
                continue;
            var tie = linking.Compare(record, group);
            seen++;
            totals.Add(tie.Total - tie.Conduct);
            worded += Linking.HasCore(record, group) ? 1 : 0;
            firm += !record.Licensed && Stand(record, group, tie).Firm ? 1 : 0;
            volume += record.Exchanges;
            squares += (double)record.Exchanges * record.Exchanges;
            (record.Last - record.First >= DayMs ? rates : brief).Add(record);
        }

        totals.Sort();
        var median = totals.Count == 0 ? 0 : totals[totals.Count / 2];
        // Who is there for hours only has the pace of these hours.
        var balance = rates.IsTold ? rates.Spread() : brief.IsTold ? brief.Spread() : 0;
        var (moved, elsewhere, movedWeight) = models.Moved(group);
        var (deck, depth) = Deck(group, step);
        var own = MembersOf(group);
        var firsts = own.ConvertAll(static record => record.First);
        firsts.Sort();
        var (under, roof) = Roof(own, firsts);
        return new GroupWeight(
            Taken(group, yardstick), random.Chance(members.Count), Math.Clamp(median - linking.PriorOf(members.Count), 0, 2),
            Math.Max(0, ((double)worded / Math.Max(1, seen) - group.CoreOrdinary) / Math.Max(0.01, 1 - group.CoreOrdinary)), deck, depth,
            group.Compared < 30 ? 0 : (double)group.Shared / group.Compared, balance, moved, elsewhere, movedWeight, Replacements.Of(group, records), firm * step, squares == 0 ? 0 : volume * volume / squares * step,
            Faces.Of(group, own, linking), under, roof, firsts.Count == 0 ? 0 : (group.Last - firsts[firsts.Count / 2]) / 3_600_000.0, members.Count);
    }

    /// <summary>A link of registration or payment that is worth as much as this cannot be put on an account by somebody else.</summary>
    public const double Unforged = 0.8;
    /// <summary>Conduct by which an account adds something itself: more than a few long answers of somebody new.</summary>
    private const double OwnConduct = 0.6;

    /// <summary>Whether an account is a member or only stands beside: links that others can put on it need conduct of its own.</summary>
    public Standing Stand(LinkRecord record, Group group, in Tie tie)
    {
        var own = record.OwnVerdict >= Verdict.Watch || tie.Conduct >= OwnConduct && (record.Exchanges < 30 || record.OwnEvidence >= -1);
        var firm = tie.Unforgeable >= (record.Established ? Unforged * 2 : Unforged) ? own || tie.Conduct > -0.5 || tie.Unforgeable >= Unforged * 2 && !record.Established
            : own && (!record.Established && !group.IsYoungerThan(record) || record.OwnVerdict >= Verdict.Watch);
        return new Standing(linking.CertaintyOf(tie.Total, group.Members.Count), firm);
    }

    private List<LinkRecord> MembersOf(Group group)
    {
        var members = new List<LinkRecord>();
        for (var i = 0; i < group.Members.Count; i += Math.Max(1, group.Members.Count / MostCompared))
        {
            if (records[group.Members[i]] is { Beside: false, Licensed: false } record)
                members.Add(record);
        }

        return members;
    }

    /// <summary>The part of the members on one card or in one network; and the same of those that also began within a day and a half of one another: a class, a workshop, a hackathon.</summary>
    private static (double Under, double Roof) Roof(List<LinkRecord> members, List<long> firsts)
    {
        if (members.Count < FewestMembers)
            return default;
        var together = 0;
        for (int from = 0, to = 0; to < firsts.Count; to++)
        {
            while (firsts[to] - firsts[from] > Morning)
                from++;
            together = Math.Max(together, to - from + 1);
        }

        var most = 0;
        var holders = new Dictionary<ulong, int>();
        Span<LinkToken> tokens = stackalloc LinkToken[LinkRecord.MostTokens];
        foreach (var kind in (ReadOnlySpan<LinkKind>)[LinkKind.Payment, LinkKind.SignupNetwork, LinkKind.Network])
        {
            holders.Clear();
            foreach (var record in members)
            {
                var count = record.Tokens(tokens);
                foreach (var token in tokens[..count])
                {
                    if (token.Kind == kind)
                        most = Math.Max(most, ++System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(holders, token.Key, out _));
                }
            }
        }

        return ((double)most / members.Count, (double)Math.Min(most, together) / members.Count);
    }

    /// <summary>The variance of subjects between members over that within: hands of one deck differ as chance has it.</summary>
    private (double Ratio, double Depth) Deck(Group group, int step)
    {
        Span<double> sum = stackalloc double[LinkRecord.ContentAxes];
        sum.Clear();
        double n = 0, between = 0;
        var k = 0;
        for (var i = 0; i < group.Members.Count; i += step)
        {
            var record = records[group.Members[i]]!;
            if (record.Contents < 2 || record.Beside)
                continue;
            k++;
            n += record.Contents;
            for (var axis = 0; axis < sum.Length; axis++)
            {
                sum[axis] += record.Content[axis];
                between += (double)record.Content[axis] * record.Content[axis] / record.Contents;
            }
        }

        if (k < 5 || n < 4 * k)
            return default;
        var whole = 0.0;
        foreach (var axis in sum)
            whole += axis * axis / n;
        // Directions have length one, so the sum of squares is their number.
        var within = (n - between) / (n - k);
        return (within <= 0 ? 0 : (between - whole) / (k - 1) / within, n / k);
    }
}
