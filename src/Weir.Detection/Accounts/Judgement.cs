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
    public const double WatchAt = 0.6;
    /// <summary>Evidence enough for a hard response: at most one ordinary account in a hundred, before the conditions below.</summary>
    public const double ActAt = 1.3;
    /// <summary>Evidence below which an account counts as an example of what is usual.</summary>
    public const double Unsuspicious = -1;
    private const double TwoLooks = 0.15;
    /// <summary>How many accounts that serve many people have an honest program's job beside them, at most: for the others it is no excuse.</summary>
    private const double JobBesidePeople = 0.25;
    /// <summary>A verdict falls only when the evidence has clearly fallen.</summary>
    private const double Fall = 0.5;

    /// <summary>New prompts, and hours over which they were taken, below which nothing reaches act: a benchmark or a hackathon that is over is no harvest.</summary>
    public const int ActPrompts = 120;
    public const double ActHours = 8;
    public const int ActTakingHours = 2;
    /// <summary>New prompts of somebody who came back, and two in three of what they asked then.</summary>
    public const int ActAgain = 50;
    /// <summary>Different hours of taking that no evaluation needs.</summary>
    public const int NoEvaluationHours = 16;
    /// <summary>Evidence that does not wait for the third day.</summary>
    public const double Overwhelming = 2.2;
    /// <summary>Act needs this much evidence without automation and the use of identity: how automatic an account is never counts here.</summary>
    public const double ActTaken = 1.0;
    /// <summary>And so much from what is asked, from templates or from sweeps: how much is taken, and how broadly, never suffices alone.</summary>
    public const double ActAsked = 0.2;
    /// <summary>Different hours of activity below which nothing reaches watch: the first hours of anything look alike.</summary>
    public const int WatchHours = 4;
    /// <summary>So many new prompts deserve a look however few hours they took.</summary>
    public const int WatchPrompts = 1_000;
    /// <summary>Openings below which nothing reaches watch by itself: an exercise of a class is a short deck of like prompts. Campaigns are another question.</summary>
    public const int WatchOpenings = 60;
    /// <summary>The same for a flow: the account around it has many more.</summary>
    public const int WatchFlowOpenings = 40;
    /// <summary>Watch needs this much without automation and the use of identity.</summary>
    public const double WatchTaken = 0.5;

    /// <summary>All families but automation and the use of identity.</summary>
    public const int WithoutTime = Comparison.AllFamilies & ~(1 << (int)Family.Automation | 1 << (int)Family.Identity);

    /// <summary>An exchange count later by a twentieth: evidence is weighed often while an account is young, seldom when it is old.</summary>
    public static int NextCheck(int exchanges) => exchanges + Math.Max(8, exchanges / 20);

    public static Weighed Weigh(Profile profile, Yardstick yardstick)
    {
        var weighing = new Weighing(yardstick, LifeOf(profile));
        if (profile.Full is { } full)
        {
            if (full.Windows > 0)
            {
                Span<int> counts = stackalloc int[Counters.Count];
                weighing.Window(WindowOf(profile, counts), full.Windows);
            }

            if (full.Flows is { } flows)
            {
                var looks = 0;
                foreach (var flow in flows.Flows)
                    looks += flow?.Openings >= FirstFlowCheck ? 1 : 0;
                for (var i = 0; i < flows.Flows.Length; i++)
                {
                    if (flows.Flows[i] is { } flow && flow.Openings >= FirstFlowCheck)
                        weighing.Flow(flow.Stretch, flow.Key, i, looks);
                }
            }
        }

        return weighing.End(profile.Verdict);
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

    /// <summary>
    /// Puts the stretches of one account together, its life first. Each further stretch that is looked at is another chance to look odd, and pays for it.
    /// </summary>
    internal ref struct Weighing
    {
        private readonly Yardstick _yardstick;
        private readonly int _openings;
        private readonly Weighed _life;
        private readonly double _programs;
        private Weighed _best;

        public Weighing(Yardstick yardstick, in Stretch life)
        {
            _yardstick = yardstick;
            _openings = life[Counter.Openings];
            _life = _best = Score(life, yardstick, Bearer.Life, Comparison.AllFamilies);
            _programs = Archetypes.List[Comparison.OfThread.BestHonest].IsPeople ? JobBesidePeople : 1;
        }

        public void Window(in Stretch window, int windows)
        {
            var score = Score(window, _yardstick, Bearer.Window, Comparison.AllFamilies);
            // Every window is another chance to look odd: the price of having looked so often.
            score = score with { Evidence = score.Evidence - Math.Log10(1 + windows) };
            if (score.Evidence > _best.Evidence)
                _best = score with { Verdict = VerdictOf(score.Evidence, score.Verdict) };
        }

        /// <param name="index">Its place among the account's flows.</param>
        /// <param name="flows">How many flows are looked at.</param>
        public void Flow(in Stretch flow, FlowKey key, int index, int flows)
        {
            var score = Score(flow, _yardstick, Bearer.Flow, FamiliesOf(key), _programs);
            // The two flows that are always looked at share one stake, all others another.
            var evidence = score.Evidence - (key is FlowKey.Deck or FlowKey.HarvestKinds ? TwoLooks : Math.Log10(2 * (1 + flows)));
            // A flow leads to watch, and further only where it is most of the account.
            var most = 2 * flow[Counter.Openings] >= _openings ? score.Verdict : (Verdict)Math.Min((int)score.Verdict, (int)Verdict.Watch);
            if (evidence > _best.Evidence)
                _best = new Weighed(evidence, VerdictOf(evidence, most), Bearer.Flow, index);
        }

        /// <summary>What all of it comes to; a flow may tell most, and yet the account as a whole deserves the harder verdict.</summary>
        public readonly Weighed End(Verdict before)
        {
            var best = _best.Bearer == Bearer.Flow && _life.Verdict > _best.Verdict ? _life : _best;
            return best with { Verdict = Hold(before, best) };
        }
    }

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

    private static Weighed Score(in Stretch stretch, Yardstick yardstick, Bearer bearer, int families, double programs = 1)
    {
        var comparison = Comparison.OfThread;
        comparison.Fit(stretch, yardstick, families, programs);
        var evidence = comparison.Evidence;
        var verdict = Verdict.Clear;
        if (evidence >= WatchAt)
        {
            var taken = comparison.Taken(WithoutTime);
            if (taken >= WatchTaken && (stretch[Counter.ActiveHours] >= WatchHours || stretch[Counter.NewPrompts] >= WatchPrompts) && stretch[Counter.Openings] >= (stretch.IsPart ? WatchFlowOpenings : WatchOpenings))
                verdict = evidence >= ActAt && taken >= ActTaken && comparison.OfAsking() >= ActAt && LongEnough(stretch, comparison) && Asked(comparison, stretch) >= ActAsked ? Verdict.Act : Verdict.Watch;
        }

        return new Weighed(evidence, verdict, bearer, 0);
    }

    /// <summary>What keeps a stretch from act, each by name: for those who ask why it comes late or never.</summary>
    internal static IReadOnlyList<string> HeldFromAct(in Stretch stretch, Yardstick yardstick)
    {
        var comparison = Comparison.OfThread;
        comparison.Fit(stretch, yardstick);
        var held = new List<string>();
        if (comparison.Evidence < ActAt)
            held.Add("evidence");
        if (comparison.Taken(WithoutTime) < ActTaken)
            held.Add("taken");
        if (comparison.OfAsking() < ActAt)
            held.Add("evidence of asking");
        if (!LongEnough(stretch, comparison))
            held.Add("time");
        if (Asked(comparison, stretch) < ActAsked)
            held.Add("asked");
        return held;
    }

    /// <summary>What is asked, by content, sweeps and templates. That nothing fills a template is no sign of one.</summary>
    private static double Asked(Comparison comparison, in Stretch stretch) =>
        comparison.SaidBy(Family.Content) + comparison.SaidBy(Family.Sweep)
        + (4 * stretch[Counter.Framed] >= stretch[Counter.Openings] || 2 * stretch[Counter.SaidAgain] >= stretch[Counter.FollowUps] && stretch[Counter.SaidAgain] > 0 ? comparison.SaidBy(Family.Templates) : 0);

    /// <summary>
    /// A benchmark or an evaluation looks like a harvest until it comes back and asks the same again. What evaluations ask too is judged on the third day, or when it was
    /// taken in more hours than an evaluation runs, or where the evidence is overwhelming; what they never ask, as soon as somebody has come back for more.
    /// </summary>
    private static bool LongEnough(in Stretch stretch, Comparison comparison)
    {
        if (stretch.TakingHours < ActHours || stretch[Counter.TakingHours] < ActTakingHours || stretch[Counter.NewPrompts] < ActPrompts)
            return false;
        var later = Archetypes.List[comparison.BestHarvest].IsOfEvaluations && comparison.Evidence < Overwhelming && stretch[Counter.TakingHours] < NoEvaluationHours;
        var (openings, taken) = later ? (stretch[Counter.OpeningsLater], stretch[Counter.NewLater]) : (stretch[Counter.OpeningsAgain], stretch[Counter.NewAgain]);
        return taken >= ActAgain && 3 * taken >= 2 * openings;
    }
}
