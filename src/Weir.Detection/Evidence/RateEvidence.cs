namespace Weir.Detection.Evidence;

/// <summary>
/// How well a count fits a belief about a rate. The fit to one belief divided by the fit to another is a martingale with mean one under the other,
/// whatever the number of exchanges: it may be looked at after every one. Since a belief is a mixture over accounts, an account that is odd in one way is
/// not odd anew with every exchange: the ratio settles at how rare that way is.
/// </summary>
internal static class RateEvidence
{
    /// <summary>Exchanges of one account resemble each other; more than this many say no more about its rate.</summary>
    public const double MostTrials = 300;

    /// <summary>
    /// The likelihood of <paramref name="hits"/> in <paramref name="trials"/> at each point of the grid, scaled so that the largest is one.
    /// </summary>
    public static void Likelihoods(double hits, double trials, Span<double> likelihoods)
    {
        if (trials > MostTrials)
        {
            hits *= MostTrials / trials;
            trials = MostTrials;
        }

        var most = double.NegativeInfinity;
        for (var i = 0; i < RateGrid.Count; i++)
        {
            likelihoods[i] = hits * RateGrid.Log[i] + (trials - hits) * RateGrid.LogRest[i];
            most = Math.Max(most, likelihoods[i]);
        }

        for (var i = 0; i < RateGrid.Count; i++)
        {
            // Far below the best point a term changes nothing.
            likelihoods[i] = likelihoods[i] < most - 30 ? 0 : Math.Exp(likelihoods[i] - most);
        }
    }

    public static double Fit(ReadOnlySpan<double> likelihoods, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < RateGrid.Count; i++)
            sum += likelihoods[i] * weights[i];
        return sum;
    }
}
