using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    /// The likelihood of <paramref name="hits"/> in <paramref name="trials"/> at each point of the grid, scaled so that the largest is one. The span is as
    /// long as <see cref="RateGrid.Padded"/>.
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

        // Nothing beyond the last point; far below the best one a term changes nothing.
        for (var i = RateGrid.Count; i < RateGrid.Padded; i++)
            likelihoods[i] = double.NegativeInfinity;
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(likelihoods);
        for (var i = 0; i < vectors.Length; i++)
        {
            var below = vectors[i] - Vector256.Create(most);
            vectors[i] = Vector256.ConditionalSelect(Vector256.LessThan(below, Vector256.Create(-30.0)), Vector256<double>.Zero, Vector256.Exp(below));
        }
    }

    public static double Fit(ReadOnlySpan<double> likelihoods, ReadOnlySpan<double> weights)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(likelihoods);
        var y = MemoryMarshal.Cast<double, Vector256<double>>(weights)[..x.Length];
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return Vector256.Sum(sum);
    }
}
