using System.Runtime.CompilerServices;
using Weir.Detection.Accounts.Signals;
using Weir.Detection.Evidence;

namespace Weir.Detection.Accounts;

/// <summary>
/// Evidence of one stretch of exchanges: how well each kind of harvest fits it, against the honest kind that fits best. For two kinds the logarithms
/// of the fits of all signals are compared family by family, and what one family may contribute is capped. All kinds of harvest are staked on
/// beforehand and averaged, which is an e-value against each honest kind whichever harvest comes true.
/// One owner thread at a time; arrays are reused.
/// </summary>
internal sealed class Comparison
{
    public const int Families = 6;
    public const int AllFamilies = (1 << Families) - 1;

    /// <summary>What a family may say for a harvest, by <see cref="Family"/>.</summary>
    private static readonly double[] Most = [1.5, 3.5, 2.0, 3.0, 0.6, 4.0];
    private const double Least = -6;
    // The same as factors: pairs of kinds are compared without a logarithm each.
    private static readonly double[] MostFactors = Array.ConvertAll(Most, static most => Math.Pow(10, most));
    private static readonly double LeastFactor = Math.Pow(10, Least);

    private static readonly int Signals = AllSignals.List.Length;
    private static readonly int Kinds = Archetypes.List.Length;

    private readonly double[] _fits = new double[Archetypes.List.Length * AllSignals.List.Length];
    private readonly Measure[] _measures = new Measure[AllSignals.List.Length];

    private double _programs = 1;

    [ThreadStatic]
    private static Comparison? t_comparison;

    public static Comparison OfThread => t_comparison ??= new Comparison();

    public ReadOnlySpan<Measure> Measures => _measures;

    /// <summary>Base-10 logarithm of the evidence.</summary>
    public double Evidence { get; private set; }
    /// <summary>The kind of harvest, and the honest kind, that fit best.</summary>
    public int BestHarvest { get; private set; }
    public int BestHonest { get; private set; }

    /// <summary>Measures the stretch and fits every kind. A flow was picked by what makes it stand out: such a family says nothing for it.</summary>
    /// <param name="stretch">What is judged.</param>
    /// <param name="yardstick">What is usual.</param>
    /// <param name="families">The families that may speak.</param>
    /// <param name="programs">How likely an honest program is here at all: a flow among many people's talk is seldom one.</param>
    public void Fit(in Stretch stretch, Yardstick yardstick, int families = AllFamilies, double programs = 1)
    {
        for (var s = 0; s < Signals; s++)
        {
            var signal = AllSignals.List[s];
            _measures[s] = (families >> (int)signal.Family & 1) != 0 ? signal.Measure(stretch) : Measure.None;
        }

        Fit(_measures, yardstick, programs);
    }

    public void Fit(ReadOnlySpan<Measure> measures, Yardstick yardstick, double programs = 1)
    {
        _programs = programs;
        Span<double> likelihoods = stackalloc double[RateGrid.Padded];
        for (var s = 0; s < Signals; s++)
        {
            var measure = measures[s];
            if (measure.IsNone)
            {
                for (var k = 0; k < Kinds; k++)
                    _fits[k * Signals + s] = k < Archetypes.HonestCount ? 1 : double.NaN;
                continue;
            }

            RateEvidence.Likelihoods(measure.Hits, measure.Trials, likelihoods);
            for (var k = 0; k < Kinds; k++)
            {
                var belief = yardstick.Belief(k, s);
                var fit = belief is null ? double.NaN : RateEvidence.Fit(likelihoods, belief.Weights);
                // Honest fits are only ever divided by.
                _fits[k * Signals + s] = k < Archetypes.HonestCount ? 1 / fit : fit;
            }
        }

        Evidence = Compare(AllFamilies, AllFamilies, asking: false, out var harvest, out var honest);
        BestHarvest = harvest;
        BestHonest = honest;
    }

    /// <summary>The evidence of some families only.</summary>
    public double EvidenceOf(int families) => Compare(families, families, asking: false, out _, out _);

    /// <summary>
    /// The evidence of what is taken. How automatic an account is counts for nothing against honest programs; against people's kinds of use it does, since a
    /// job that runs at its hour is no crowd and has none for an excuse.
    /// </summary>
    public double Taken(int families) => Compare(families, families | 1 << (int)Family.Automation, asking: false, out _, out _);

    /// <summary>
    /// The evidence without the kinds of harvest that ask nothing of their own (<see cref="Archetype.AsksNothing"/>). From then on the harvest and the honest kind that
    /// fit best are the best of these.
    /// </summary>
    public double OfAsking()
    {
        var evidence = Compare(AllFamilies, AllFamilies, asking: true, out var harvest, out var honest);
        BestHarvest = harvest;
        BestHonest = honest;
        return evidence;
    }

    /// <summary>What a signal says in the comparison of the harvest and the honest kind that fit best.</summary>
    public double WeightOf(int signal)
    {
        var fit = _fits[BestHarvest * Signals + signal];
        var share = Archetypes.List[BestHarvest].Shares[signal];
        return double.IsNaN(fit) ? 0 : Math.Log10(1 - share + share * fit * _fits[BestHonest * Signals + signal]);
    }

    /// <summary>What a family says in that comparison, within its bounds.</summary>
    public double SaidBy(Family family)
    {
        var sum = 0.0;
        for (var s = 0; s < Signals; s++)
            sum += AllSignals.List[s].Family == family ? WeightOf(s) : 0;
        return Math.Clamp(sum, Least, Most[(int)family]);
    }

    private double Compare(int families, int familiesOfPeople, bool asking, out int bestHarvest, out int bestHonest)
    {
        bestHarvest = bestHonest = 0;
        var sum = 0.0;
        var most = -1.0;
        for (var harvest = Archetypes.HonestCount; harvest < Kinds; harvest++)
        {
            if (asking && Archetypes.List[harvest].AsksNothing)
                continue;
            var least = double.PositiveInfinity;
            var at = 0;
            for (var honest = 0; honest < Archetypes.HonestCount; honest++)
            {
                var ratio = Archetypes.List[honest].IsPeople ? Ratio(harvest, honest, familiesOfPeople) : Ratio(harvest, honest, families) / _programs;
                if (ratio < least)
                {
                    least = ratio;
                    at = honest;
                }
            }

            sum += Archetypes.List[harvest].Stake * least;
            if (least > most)
            {
                most = least;
                bestHarvest = harvest;
                bestHonest = at;
            }
        }

        return Math.Log10(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Ratio(int harvest, int honest, int families)
    {
        Span<double> products = stackalloc double[Families];
        products.Fill(1);
        var h = _fits.AsSpan(harvest * Signals, Signals);
        var inverse = _fits.AsSpan(honest * Signals, Signals);
        var shares = Archetypes.List[harvest].Shares;
        var family = AllSignals.Families;
        for (var s = 0; s < h.Length; s++)
        {
            if (!double.IsNaN(h[s]))
                products[family[s]] *= 1 - shares[s] + shares[s] * h[s] * inverse[s];
        }

        var ratio = 1.0;
        for (var f = 0; f < Families; f++)
        {
            if ((families >> f & 1) != 0)
                ratio *= Math.Clamp(products[f], LeastFactor, MostFactors[f]);
        }

        return ratio;
    }
}
