namespace Weir.Signatures.Recognition;

/// <summary>
/// How likely a z is where the key's bits are fair coins, at most. For any weights and any number of them a normalised sum of fair coins
/// exceeds z no more often than 1 / (4·P(N ≥ √2)) = 3.1787 times as often as a normal variable does (Bentkus and Dzindzalieta, Bernoulli
/// 21(2), 2015). At z 5 that is four times sharper than exp(−z²/2), and it holds as that does at any size.
/// </summary>
internal static class CoinBound
{
    private const double Times = 3.179;
    private const double RootOfTwoPi = 2.5066282746310002;

    /// <param name="weight">The part of the error that is given to this reading, where several were planned; the parts sum to one.</param>
    public static double Of(double z, double weight = 1)
    {
        if (z <= 0)
            return 1;
        var density = Math.Exp(-z * z / 2);
        // Sampford's bound on the normal tail, which is above it everywhere and by less than a thousandth from z 3 on.
        var tail = density / RootOfTwoPi * 4 / ((3 * z) + Math.Sqrt((z * z) + 8));
        return Math.Min(1, Math.Min(density, Times * tail) / weight);
    }
}
