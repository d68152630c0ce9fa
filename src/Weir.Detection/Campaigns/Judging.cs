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
    private const int FewestOpenings = 40;
    public const int FewestMembers = 3;

    /// <summary>Evidence for <c>watch</c> and <c>act</c>, and how much of it must be what is taken.</summary>
    public const double WatchAt = 1.3;
    public const double WatchTaken = 0.5;
    public const double ActAt = 2.8;
    public const double ActTaken = 1.3;
    public const double ActOpen = 2.6;
    private const double Fall = 0.5;

    /// <summary>A run of some hours is a benchmark or a class until it is longer; where the evidence is no more than needed, a hackathon until it is longer still.</summary>
    public const double ActHours = 12;
    private const double ActHoursOfLittle = 30;
    private const double ActHoursOfMany = 60;
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
        var verdict = VerdictOf(group, weight);
        if (verdict < group.Verdict && weight.Evidence >= (group.Verdict == Verdict.Act ? ActAt : WatchAt) - Fall && weight.Shared < MostShared * 1.5)
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

    private static Verdict VerdictOf(Group group, in GroupWeight weight)
    {
        var pool = Judgement.LifeOf(group.Pool);
        var open = weight.Open;
        if (weight.Evidence < WatchAt || weight.BeyondChance < WatchTaken && open < WatchAt || weight.Firm < FewestMembers || weight.Bearers < 2 || pool[Counter.Openings] < FewestOpenings || pool[Counter.TakingHours] < 3)
            return Verdict.Clear;
        var dealt = weight.Worded >= 0.5 || weight.Deck is > 0 and < OneDeck;
        // The same few tricks are tried by many of them: no shared work, where nearly all of it is tricks.
        var shared = weight.Shared < MostShared || pool[Counter.Probes] * 2 > pool[Counter.Openings];
        var act = (weight.Evidence >= ActAt && weight.BeyondChance >= ActTaken || open >= ActOpen) && dealt && weight.Bearers >= FewestMembers && shared
            && pool.Hours >= HoursOf(weight, open) && pool[Counter.TakingHours] >= ActTakingHours && pool[Counter.NewPrompts] >= ActPrompts;
        return act ? Verdict.Act : Verdict.Watch;
    }

    private static double HoursOf(in GroupWeight weight, double open) =>
        weight.Evidence >= Much || open >= ActOpen ? ActHours : weight.Deck is > 0 and < ManySubjects ? ActHoursOfLittle : ActHoursOfMany;

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
        return comparison.Evidence;
    }

    public GroupWeight Weigh(Group group, Yardstick yardstick, ModelBook models)
    {
        var members = group.Members;
        var step = Math.Max(1, members.Count / Sampled);
        var totals = new List<double>(Sampled);
        var rates = new List<double>(Sampled);
        int worded = 0, firm = 0, seen = 0;
        double volume = 0, squares = 0;
        for (var i = 0; i < members.Count; i += step)
        {
            var record = records[members[i]]!;
            var tie = linking.Compare(record, group);
            seen++;
            totals.Add(tie.Total - tie.Conduct);
            worded += Linking.HasCore(record, group) ? 1 : 0;
            firm += !record.Licensed && Stand(record, group, tie).Firm ? 1 : 0;
            volume += record.Exchanges;
            squares += (double)record.Exchanges * record.Exchanges;
            if (record.Exchanges >= 2)
                rates.Add(Math.Log(record.Exchanges / Math.Max(1, (record.Last - record.First) / 86_400_000.0)));
        }

        totals.Sort();
        var median = totals.Count == 0 ? 0 : totals[totals.Count / 2];
        var balance = rates.Count >= 6 ? Spread(rates) : 0;
        var (moved, elsewhere, movedWeight) = models.Moved(group);
        var deck = Deck(group, step);
        var coordination = Math.Clamp(median - linking.PriorOf(members.Count), 0, 2)
            + (balance is > 0 and < 0.35 ? 0.5 : 0) + movedWeight + (deck is > 0 and < OneDeck ? 0.5 : 0);
        return new GroupWeight(Taken(group, yardstick), random.Chance(members.Count), coordination, Math.Max(0, ((double)worded / Math.Max(1, seen) - group.CoreOrdinary) / Math.Max(0.01, 1 - group.CoreOrdinary)), deck,
            group.Compared < 30 ? 0 : (double)group.Shared / group.Compared, balance, moved, elsewhere, firm * step, squares == 0 ? 0 : volume * volume / squares * step, MarksOf(group), members.Count);
    }

    /// <summary>A link of registration or payment that is worth as much as this cannot be put on an account by somebody else.</summary>
    public const double Unforged = 0.8;

    /// <summary>Whether an account is a member or only stands beside: links that others can put on it need conduct of its own.</summary>
    public Standing Stand(LinkRecord record, Group group, in Tie tie)
    {
        var own = record.OwnVerdict >= Verdict.Watch || tie.Conduct >= 0.3 && (record.Exchanges < 30 || record.OwnEvidence >= -1);
        var firm = tie.Unforgeable >= (record.Established ? Unforged * 2 : Unforged) ? own || tie.Conduct > -0.5 || tie.Unforgeable >= Unforged * 2 && !record.Established
            : own && (!record.Established && !group.IsYoungerThan(record) || record.OwnVerdict >= Verdict.Watch);
        return new Standing(linking.CertaintyOf(tie.Total, group.Members.Count), firm);
    }

    private int MarksOf(Group group)
    {
        var marks = 0;
        foreach (var (key, having) in group.Tokens)
        {
            var token = new LinkToken(key);
            if (having >= 2 && token.Kind is LinkKind.Payment or LinkKind.EmailDomain or LinkKind.SignupNetwork)
                marks += having >= (token.Kind == LinkKind.Payment ? 2 : 3) && having * 3.0 / group.Members.Count > linking.ShareOf(token) * 10 ? 1 : 0;
        }

        return marks;
    }

    private static double Spread(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    /// <summary>The variance of subjects between members over that within: hands of one deck differ as chance has it.</summary>
    private double Deck(Group group, int step)
    {
        Span<double> sum = stackalloc double[LinkRecord.ContentAxes];
        sum.Clear();
        double n = 0, between = 0;
        var k = 0;
        for (var i = 0; i < group.Members.Count; i += step)
        {
            var record = records[group.Members[i]]!;
            if (record.Contents < 2)
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
            return 0;
        var whole = 0.0;
        foreach (var axis in sum)
            whole += axis * axis / n;
        // Directions have length one, so the sum of squares is their number.
        var within = (n - between) / (n - k);
        return within <= 0 ? 0 : (between - whole) / (k - 1) / within;
    }
}
