using Weir.Detection.Accounts.Signals;
using Weir.Traffic;

namespace Weir.Detection.Accounts;

/// <summary>When an account first reached its verdicts, and how much it had taken before.</summary>
internal sealed class Reached
{
    public long WatchAt;
    public long ActAt;
    public int ExchangesBeforeWatch;
    public int ExchangesBeforeAct;
}

/// <summary>Which stretch of an account carried its evidence.</summary>
internal enum Bearer : byte { Life = 0, Window, Flow }

/// <summary>Evidence of an account as it stands.</summary>
internal readonly record struct Weighed(double Evidence, Verdict Verdict, Bearer Bearer, int Flow);

/// <summary>
/// Turns profiles into evidence and verdicts. What the numbers promise stands in docs/detection.md; the thresholds are here.
/// </summary>
internal static class Judgement
{
    public const int FirstCheck = 16;
    public const int FirstFlowCheck = 40;

    /// <summary>Evidence at which an account is worth a look: at most one ordinary account in ten, as the kinds of use are believed, may ever get there.</summary>
    public const double WatchAt = 1.0;
    /// <summary>Evidence enough for a hard response: at most one ordinary account in a hundred, before the conditions below.</summary>
    public const double ActAt = 2.0;
    /// <summary>Evidence below which an account counts as an example of what is usual.</summary>
    public const double Unsuspicious = -1;
    private const double TwoLooks = 0.3;
    /// <summary>A verdict falls only when the evidence has clearly fallen.</summary>
    private const double Fall = 0.5;

    /// <summary>New prompts, and hours over which they were taken, below which nothing reaches act: a benchmark or a hackathon that is over is no harvest.</summary>
    public const int ActPrompts = 120;
    public const double ActHours = 10;
    public const int ActTakingHours = 6;
    /// <summary>Act needs this much evidence without automation and the use of identity: how automatic an account is never counts here.</summary>
    public const double ActTaken = 1.3;
    /// <summary>And so much from what is asked, from templates or from sweeps: how much is taken, and how broadly, never suffices alone.</summary>
    public const double ActAsked = 0.2;
    /// <summary>Different hours of activity below which nothing reaches watch: the first hours of anything look alike.</summary>
    public const int WatchHours = 4;
    /// <summary>Openings below which nothing reaches watch by itself: an exercise of a class is a short deck of like prompts. Campaigns are another question.</summary>
    public const int WatchOpenings = 60;
    /// <summary>The same for a flow: the account around it has many more.</summary>
    public const int WatchFlowOpenings = 40;
    /// <summary>Watch needs this much without automation and the use of identity.</summary>
    public const double WatchTaken = 0.8;

    /// <summary>All families but automation and the use of identity.</summary>
    public const int WithoutTime = Comparison.AllFamilies & ~(1 << (int)Family.Automation | 1 << (int)Family.Identity);

    /// <summary>An exchange count later by a twentieth: evidence is weighed often while an account is young, seldom when it is old.</summary>
    public static int NextCheck(int exchanges) => exchanges + Math.Max(8, exchanges / 20);

    public static Weighed Weigh(Profile profile, Yardstick yardstick)
    {
        var life = Score(LifeOf(profile), yardstick, Bearer.Life, Comparison.AllFamilies);
        var best = life;
        var full = profile.Full;
        if (full is null)
            return best with { Verdict = Hold(profile.Verdict, best) };
        if (full.Windows > 0)
        {
            Span<int> counts = stackalloc int[Counters.Count];
            var window = Score(WindowOf(profile, counts), yardstick, Bearer.Window, Comparison.AllFamilies);
            // Every window is another chance to look odd: the price of having looked so often.
            window = window with { Evidence = window.Evidence - Math.Log10(1 + full.Windows) };
            if (window.Evidence > best.Evidence)
                best = window with { Verdict = VerdictOf(window.Evidence, window.Verdict) };
        }

        if (full.Flows is { } flows)
        {
            var looks = 1;
            foreach (var flow in flows.Flows)
                looks += flow?.Openings >= FirstFlowCheck ? 1 : 0;
            for (var i = 0; i < flows.Flows.Length; i++)
            {
                if (flows.Flows[i] is not { } flow || flow.Openings < FirstFlowCheck)
                    continue;
                var score = Score(flow.Stretch, yardstick, Bearer.Flow, FamiliesOf(flow.Key));
                // The two flows that are always looked at share one stake, all others another.
                var evidence = score.Evidence - (flow.Key is FlowKey.Deck or FlowKey.HarvestKinds ? TwoLooks : Math.Log10(2 * looks));
                if (evidence > best.Evidence)
                    best = new Weighed(evidence, VerdictOf(evidence, MostOf(flow, full, score.Verdict)), Bearer.Flow, i);
            }

            // A flow may tell most, and yet the account as a whole deserves the harder verdict.
            if (life.Verdict > best.Verdict)
                best = life;
        }

        return best with { Verdict = Hold(profile.Verdict, best) };
    }

    /// <summary>End users that are worth a verdict of their own. Each is one of many looked at, and pays for it as flows of an account do.</summary>
    public static IReadOnlyList<EndUserGlance> EndUsers(Profile profile, Yardstick yardstick)
    {
        if (profile.Full?.Flows is not { } flows)
            return [];
        List<EndUserGlance>? found = null;
        var looks = 1;
        foreach (var flow in flows.Flows)
            looks += flow?.Openings >= FirstFlowCheck ? 1 : 0;
        foreach (var flow in flows.Flows)
        {
            if (flow is not { Key: FlowKey.EndUser } || flow.Openings < FirstFlowCheck)
                continue;
            var score = Score(flow.Stretch, yardstick, Bearer.Flow, FamiliesOf(flow.Key));
            var evidence = score.Evidence - Math.Log10(2 * looks);
            if (VerdictOf(evidence, score.Verdict) is not Verdict.Clear and var verdict)
                (found ??= []).Add(new EndUserGlance(new KeyedHash(flow.Id), verdict, evidence, flow.NewTokens, flow.Counts[(int)Counter.Exchanges]));
        }

        return found ?? (IReadOnlyList<EndUserGlance>)[];
    }

    /// <summary>A flow leads to watch, and further only where it is most of the account.</summary>
    private static Verdict MostOf(Flow flow, FullState full, Verdict verdict) =>
        2 * flow.Openings >= full.Life[(int)Counter.Openings] ? verdict : (Verdict)Math.Min((int)verdict, (int)Verdict.Watch);

    private static Verdict VerdictOf(double evidence, Verdict most) =>
        (Verdict)Math.Min((int)most, evidence >= ActAt ? (int)Verdict.Act : evidence >= WatchAt ? (int)Verdict.Watch : 0);

    private static Verdict Hold(Verdict before, in Weighed now)
    {
        if (now.Verdict >= before)
            return now.Verdict;
        return before == Verdict.Act && now.Evidence >= ActAt - Fall ? Verdict.Act
            : before >= Verdict.Watch && now.Evidence >= WatchAt - Fall ? Verdict.Watch
            : now.Verdict;
    }

    public static Stretch LifeOf(Profile profile)
    {
        var counts = profile.Full is null ? profile.ExpandLight() : profile.Full.Life;
        return new Stretch(counts, profile.First, profile.Last)
        {
            Templates = Frames.Templates(profile.Full is null ? profile.Light!.Frames : profile.Full.Frames),
            Breadth = profile.Breadth(),
            LastTakingHour = profile.Taking.Last,
        };
    }

    public static Stretch WindowOf(Profile profile, Span<int> counts)
    {
        var full = profile.Full!;
        for (var i = 0; i < counts.Length; i++)
            counts[i] = full.Before[i] + full.Recent[i];
        return new Stretch(counts, full.BeforeSince, profile.Last)
        {
            Templates = Frames.Templates(full.Frames),
            Breadth = profile.Breadth(),
            LastTakingHour = profile.Taking.Last,
        };
    }

    /// <summary>The families that may speak for a flow: not the one by which it was picked.</summary>
    public static int FamiliesOf(FlowKey key) => key switch
    {
        FlowKey.Deck => Comparison.AllFamilies & ~(1 << (int)Family.Templates),
        FlowKey.HarvestKinds => Comparison.AllFamilies & ~(1 << (int)Family.Content),
        _ => Comparison.AllFamilies,
    };

    /// <summary>Each flow's evidence as it stands, before it is compared with others; the comparison of the thread holds what it rests on.</summary>
    internal static IEnumerable<(FlowKey Key, double Evidence, Flow Flow)> FlowEvidence(Profile profile, Yardstick yardstick)
    {
        foreach (var flow in profile.Full?.Flows?.Slots.ToArray() ?? [])
        {
            if (flow?.Openings >= FirstFlowCheck)
                yield return (flow.Key, Score(flow.Stretch, yardstick, Bearer.Flow, FamiliesOf(flow.Key)).Evidence, flow);
        }
    }

    private static Weighed Score(in Stretch stretch, Yardstick yardstick, Bearer bearer, int families)
    {
        var comparison = Comparison.OfThread;
        comparison.Fit(stretch, yardstick, families);
        var evidence = comparison.Evidence;
        var verdict = Verdict.Clear;
        if (evidence >= WatchAt)
        {
            var taken = comparison.EvidenceOf(WithoutTime);
            if (taken >= WatchTaken && stretch[Counter.ActiveHours] >= WatchHours && stretch[Counter.Openings] >= (stretch.IsPart ? WatchFlowOpenings : WatchOpenings))
                verdict = evidence >= ActAt && taken >= ActTaken && LongEnough(stretch) && Asked(comparison) >= ActAsked ? Verdict.Act : Verdict.Watch;
        }

        return new Weighed(evidence, verdict, bearer, 0);
    }

    private static double Asked(Comparison comparison) => comparison.SaidBy(Family.Content) + comparison.SaidBy(Family.Templates) + comparison.SaidBy(Family.Sweep);

    private static bool LongEnough(in Stretch stretch) =>
        stretch.TakingHours >= ActHours && stretch[Counter.TakingHours] >= ActTakingHours && stretch[Counter.NewPrompts] >= ActPrompts;
}
