using Weir.Detection.Accounts;
using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;
using Xunit;

namespace Weir.Detection.Tests;

public sealed class EvidenceTests
{
    /// <summary>A rate drawn from a belief, the way an account of that kind has one.</summary>
    private static double Draw(Belief belief, Random random)
    {
        var at = random.NextDouble();
        for (var i = 0; i < RateGrid.Count; i++)
        {
            at -= belief.Weights[i];
            if (at <= 0)
                return RateGrid.Points[i];
        }

        return RateGrid.Points[^1];
    }

    [Fact]
    public void Under_an_honest_kind_evidence_seldom_passes_its_bound_however_often_one_looks()
    {
        // Accounts of each honest kind, as believed: after every eighth exchange somebody looks at the evidence and keeps the highest.
        var random = new Random(4);
        var comparison = new Comparison();
        var measures = new Measure[AllSignals.List.Length];
        int passed = 0, accounts = 0;
        double[] thresholds = [1, 2];
        var above = new int[thresholds.Length];
        for (var kind = 0; kind < Archetypes.HonestCount; kind++)
        {
            for (var account = 0; account < 40; account++)
            {
                var rates = Array.ConvertAll(Archetypes.List[kind].Beliefs, belief => Draw(belief!, random));
                var hits = new double[rates.Length];
                var highest = double.NegativeInfinity;
                for (var n = 1; n <= 200; n++)
                {
                    for (var s = 0; s < rates.Length; s++)
                        hits[s] += random.NextDouble() < rates[s] ? 1 : 0;
                    if (n % 8 != 0)
                        continue;
                    for (var s = 0; s < rates.Length; s++)
                        measures[s] = new Measure(hits[s], n);
                    comparison.Fit(measures, Yardstick.BuiltIn);
                    highest = Math.Max(highest, comparison.Evidence);
                }

                accounts++;
                for (var t = 0; t < thresholds.Length; t++)
                    above[t] += highest >= thresholds[t] ? 1 : 0;
                passed += highest >= Judgement.ActAt ? 1 : 0;
            }
        }

        // Ville: at most one in ten passes 1, at most one in a hundred passes 2; with room for the luck of 600 draws.
        Assert.InRange(above[0], 0, accounts / 10);
        Assert.InRange(above[1], 0, accounts / 100 + 4);
        Assert.InRange(passed, 0, accounts / 100 + 4);
    }

    [Fact]
    public void The_ratio_of_two_mixtures_has_mean_one_under_the_one_below()
    {
        var usual = Belief.Of(new Hump(0.7, 1, 12), new Hump(0.3, 3, 3));
        var other = Belief.Of(new Hump(1, 8, 2));
        var random = new Random(5);
        Span<double> likelihoods = stackalloc double[RateGrid.Padded];
        var sum = 0.0;
        const int Accounts = 20_000;
        for (var i = 0; i < Accounts; i++)
        {
            var rate = Draw(usual, random);
            var hits = 0;
            for (var n = 0; n < 40; n++)
                hits += random.NextDouble() < rate ? 1 : 0;
            RateEvidence.Likelihoods(hits, 40, likelihoods);
            sum += RateEvidence.Fit(likelihoods, other.Weights) / RateEvidence.Fit(likelihoods, usual.Weights);
        }

        Assert.InRange(sum / Accounts, 0.85, 1.15);
    }

    [Fact]
    public void What_a_log_teaches_sharpens_a_belief_and_does_not_replace_it()
    {
        var belief = Belief.Of(new Hump(1, 1, 20));
        var counted = new int[RateGrid.Count];
        counted[^1] = 1_000_000;
        var taught = belief.With(counted, 40, 2);
        Assert.True(taught.Weights[RateGrid.Count - 1] > belief.Weights[RateGrid.Count - 1]);
        Assert.True(taught.Weights[0] > 0.8 * belief.Weights[0]);
    }

    [Fact]
    public void Stakes_on_kinds_of_harvest_add_up_to_one() =>
        Assert.Equal(1, Archetypes.List.Sum(a => a.Stake), 6);

    [Fact]
    public void How_automatic_an_account_is_never_reaches_a_verdict()
    {
        // Every signal of rhythm and identity at its most suspicious, nothing else known.
        var measures = new Measure[AllSignals.List.Length];
        for (var i = 0; i < measures.Length; i++)
        {
            if (AllSignals.List[i].Family is Family.Automation or Family.Identity)
                measures[i] = new Measure(1_000, 1_000);
        }

        var comparison = new Comparison();
        comparison.Fit(measures, Yardstick.BuiltIn);
        Assert.True(comparison.EvidenceOf(Judgement.WithoutTime) < Judgement.WatchTaken);
    }
}

public sealed class YardstickTests
{
    [Fact]
    public void A_calibration_comes_back_from_its_counts_and_weighs_more_than_a_log()
    {
        var honest = 6; // any honest kind
        var measures = new Measure[AllSignals.List.Length];
        measures[0] = new Measure(9, 10);
        var log = new Yardstick();
        for (var i = 0; i < 500; i++)
            log.Count(honest, measures);
        log.Seal();
        var calibration = Yardstick.FromCounts(log.Accounts, log.Counts);
        var at = RateGrid.Nearest(0.9);
        var builtIn = Yardstick.BuiltIn.Belief(honest, 0)!.Weights[at];
        Assert.True(log.Belief(honest, 0)!.Weights[at] > builtIn);
        Assert.True(calibration.Belief(honest, 0)!.Weights[at] > 3 * log.Belief(honest, 0)!.Weights[at]);
        Assert.Equal(500, calibration.Accounts);
    }
}
