using Weir.Detection.Accounts.Signals;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>Makes the finding of a profile: evidence as it stands, and the reasons that carry it.</summary>
internal static class Reporting
{
    /// <summary>Weights smaller than this are not worth a person's time.</summary>
    private const double WorthSaying = 0.1;
    private const int MostReasons = 10;

    public static Finding Of(string account, Profile profile, Profile? organization, Yardstick yardstick)
    {
        // A look changes nothing: only exchanges move what is remembered, so that a replay gives the same however often somebody looked.
        var own = Judgement.Weigh(profile, yardstick);
        var reasons = new List<Reason>();
        Explain(profile, own, yardstick, reasons);
        var (evidence, verdict, reached, exchanges, last) = (own.Evidence, own.Verdict, profile.Reached, profile.Exchanges, profile.Last);
        if (organization is not null)
        {
            // Accounts that declare they belong together are judged as one: the harder of the two verdicts is theirs.
            var pooled = Judgement.Weigh(organization, yardstick);
            if (pooled.Verdict > verdict || pooled.Verdict == verdict && pooled.Evidence > evidence)
            {
                (evidence, verdict, reached, exchanges, last) = (pooled.Evidence, pooled.Verdict, organization.Reached, organization.Exchanges, organization.Last);
                reasons.Clear();
                Explain(organization, pooled, yardstick, reasons);
                reasons.Insert(0, new Reason("organization", organization.Exchanges, "judged as one", 0,
                    $"Its organization is judged as one: {Signal.Number(organization.Exchanges)} exchanges of all its accounts together."));
            }
        }

        return new Finding
        {
            Account = account,
            Organization = profile.Organization,
            Verdict = verdict,
            Evidence = evidence,
            Exposure = ExposureOf(profile),
            Reasons = reasons,
            Exchanges = profile.Exchanges,
            FirstAt = DateTimeOffset.FromUnixTimeMilliseconds(profile.First),
            LastAt = DateTimeOffset.FromUnixTimeMilliseconds(profile.Last),
            WatchAt = Time(reached?.WatchAt, verdict >= Verdict.Watch, last),
            ActAt = Time(reached?.ActAt, verdict == Verdict.Act, last),
            ExchangesBeforeWatch = reached is { WatchAt: not 0 } ? reached.ExchangesBeforeWatch : verdict >= Verdict.Watch ? exchanges : null,
            ExchangesBeforeAct = reached is { ActAt: not 0 } ? reached.ExchangesBeforeAct : verdict == Verdict.Act ? exchanges : null,
        };
    }

    /// <summary>The time noted; for a verdict reached only with this look, the time of the last exchange.</summary>
    private static DateTimeOffset? Time(long? noted, bool now, long last) =>
        noted is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : now ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null;

    private static void Explain(Profile profile, in Weighed weighed, Yardstick yardstick, List<Reason> reasons)
    {
        switch (weighed.Bearer)
        {
            case Bearer.Window:
                Span<int> counts = stackalloc int[Counters.Count];
                Explain(Judgement.WindowOf(profile, counts), Comparison.AllFamilies, yardstick, reasons);
                reasons.Insert(0, new Reason("latest window", counts[(int)Counter.Exchanges], "like the account's past", 0,
                    $"Its latest {Signal.Number(counts[(int)Counter.Exchanges])} exchanges tell more than its whole past."));
                break;
            case Bearer.Flow:
                var flow = profile.Full!.Flows!.Flows[weighed.Flow]!;
                Explain(flow.Stretch, Judgement.FamiliesOf(flow.Key), yardstick, reasons);
                reasons.Insert(0, FlowReason(flow, profile));
                break;
            default:
                Explain(Judgement.LifeOf(profile), Comparison.AllFamilies, yardstick, reasons);
                break;
        }
    }

    private static Reason FlowReason(Flow flow, Profile profile)
    {
        var share = (double)flow.Counts[(int)Counter.Exchanges] / Math.Max(1, profile.Exchanges);
        var what = flow.Key switch
        {
            FlowKey.EndUser => "one of its end users",
            FlowKey.Deck => "templates that are filled again and again and that nobody goes on with",
            _ => "prompts of the kinds that students are trained on",
        };
        return new Reason("flow inside the account", share, "like the rest of the account", 0,
            $"The reasons are in a part of its traffic: {what}, {Signal.Percent(share)} of its exchanges ({Signal.Number(flow.Counts[(int)Counter.Exchanges])}).");
    }

    private static void Explain(in Stretch stretch, int families, Yardstick yardstick, List<Reason> reasons)
    {
        var comparison = Comparison.OfThread;
        comparison.Fit(stretch, yardstick, families);
        for (var i = 0; i < AllSignals.List.Length; i++)
        {
            var measure = comparison.Measures[i];
            if (measure.IsNone)
                continue;
            var weight = comparison.WeightOf(i);
            var signal = AllSignals.List[i];
            if (Math.Abs(weight) >= WorthSaying)
                reasons.Add(new Reason(signal.Name, measure.Rate, signal.Usual, weight, signal.Says(measure.Rate, stretch)));
        }

        reasons.Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : string.CompareOrdinal(a.Signal, b.Signal));
        if (reasons.Count > MostReasons)
            reasons.RemoveRange(MostReasons, reasons.Count - MostReasons);
        if (comparison.Evidence > 0)
        {
            var (harvest, honest) = (Archetypes.List[comparison.BestHarvest].Name, Archetypes.List[comparison.BestHonest].Name);
            reasons.Insert(0, new Reason("kind of use", comparison.Evidence, honest, 0, comparison.Evidence >= Judgement.WatchAt
                ? $"It looks like a harvest ({harvest}); the honest use that comes nearest is {honest}."
                : $"It tells too little to say what it is: the nearest honest use is {honest}, the nearest harvest {harvest}."));
        }
    }

    public static Exposure ExposureOf(Profile profile)
    {
        var kinds = new List<KindTokens>();
        if (profile.Full is { } full)
        {
            for (var kind = 0; kind < full.KindTokens.Length; kind++)
            {
                if (full.KindTokens[kind] > 0)
                    kinds.Add(new KindTokens(AskKindNames.Name(kind), full.KindTokens[kind]));
            }
        }
        else
        {
            foreach (var slot in profile.Light!.KindTokens)
            {
                if (slot.KindPlusOne != 0)
                    kinds.Add(new KindTokens(AskKindNames.Name(slot.KindPlusOne - 1), slot.Tokens));
            }
        }

        kinds.Sort(static (a, b) => a.Tokens != b.Tokens ? b.Tokens.CompareTo(a.Tokens) : string.CompareOrdinal(a.Kind, b.Kind));
        return new Exposure { Tokens = profile.Tokens, NewTokens = profile.NewTokens, ByKind = kinds };
    }
}
