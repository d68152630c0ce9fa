namespace Weir.Detection.Evidence;

/// <summary>One hump of a belief: a Beta distribution and its share.</summary>
internal readonly record struct Hump(double Share, double A, double B);

/// <summary>
/// How a rate is distributed over accounts of one sort, as weights on <see cref="RateGrid"/>. A share <see cref="Unforeseen"/> of each belief is spread over
/// all rates, most at both ends, so that nothing is held impossible and no single signal can prove more than that share allows. What nobody asks by
/// accident has a smaller share.
/// </summary>
internal sealed class Belief
{
    public const double Unforeseen = 0.004;

    private static readonly double[] AnyRate = Part(0.5, 0.5);

    private readonly double[] _weights;

    private readonly double _unforeseen;

    private Belief(double[] weights, double unforeseen) => (_weights, _unforeseen) = (weights, unforeseen);

    public ReadOnlySpan<double> Weights => _weights;

    public static Belief Of(params ReadOnlySpan<Hump> humps) => Leaving(Unforeseen, humps);

    public static Belief Leaving(double unforeseen, params ReadOnlySpan<Hump> humps)
    {
        var weights = new double[RateGrid.Padded];
        var shares = 0.0;
        foreach (var hump in humps)
        {
            shares += hump.Share;
            var part = Part(hump.A, hump.B);
            for (var i = 0; i < part.Length; i++)
                weights[i] += hump.Share * part[i];
        }

        return new Belief(Normalised(weights, shares, unforeseen), unforeseen);
    }

    /// <summary>This belief, held with the weight of so many accounts, together with what was counted.</summary>
    public Belief With(ReadOnlySpan<int> counted, double priorAccounts, double mostAccounts)
    {
        var total = 0.0;
        foreach (var count in counted)
            total += count;
        if (total == 0)
            return this;
        var scale = Math.Min(total, mostAccounts) / total;
        var weights = new double[RateGrid.Padded];
        for (var i = 0; i < RateGrid.Count; i++)
        {
            // An account's own rate is known about as well as two neighbouring points.
            var smooth = 0.5 * counted[i] + 0.25 * counted[Math.Max(0, i - 1)] + 0.25 * counted[Math.Min(RateGrid.Count - 1, i + 1)];
            weights[i] = _weights[i] * priorAccounts + smooth * scale;
        }

        return new Belief(Normalised(weights, priorAccounts + total * scale, _unforeseen), _unforeseen);
    }

    private static double[] Part(double a, double b)
    {
        var part = new double[RateGrid.Padded];
        var sum = 0.0;
        for (var i = 0; i < RateGrid.Count; i++)
            sum += part[i] = Math.Exp((a - 1) * RateGrid.Log[i] + (b - 1) * RateGrid.LogRest[i]) * RateGrid.Width(i);
        for (var i = 0; i < part.Length; i++)
            part[i] /= sum;
        return part;
    }

    private static double[] Normalised(double[] weights, double total, double unforeseen)
    {
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (1 - unforeseen) * weights[i] / total + unforeseen * AnyRate[i];
        return weights;
    }
}
