namespace Weir.Signatures.Recognition;

/// <summary>
/// What the counts of one cell let one expect of the key's bit there: from −1 (surely the first form) to 1 (surely the second). Two guesses are
/// compared, that the key asks for the second form and that it asks for the first, if a fifth of the text was set as it says and the rest is as in
/// unmarked text: <c>t = tanh(½·ln(P(n1 | second) / P(n1 | first)))</c>. A form that is rare in unmarked text says much where it comes often and
/// little where it does not come, and no cell, however large, says more than one bit.
/// </summary>
internal readonly struct CellWeight
{
    /// <summary>
    /// The share that is supposed to follow the key: what a student keeps of it. A text that was marked whole is read as well with it, since there
    /// the evidence is plenty.
    /// </summary>
    private const double Followed = 0.2;
    /// <summary>No form is taken to be rarer: what a control never saw is not impossible.</summary>
    private const double Rarest = 0.002;

    private readonly double _share, _second, _first, _known;

    /// <param name="share">The share of the second form in unmarked text.</param>
    /// <param name="weight">The places from which that is known: with few the share itself is doubtful, and the cell says less.</param>
    public CellWeight(double share, double weight)
    {
        _share = Math.Clamp(share, Rarest, 1 - Rarest);
        (_second, _first, _known) = (_share + (Followed * (1 - _share)), _share * (1 - Followed), weight + 1);
    }

    /// <summary>The share of the second form in unmarked text.</summary>
    public double Share => _share;

    /// <param name="open">Places.</param>
    /// <param name="second">Those with the second form.</param>
    public double Of(int open, int second) => Math.Tanh((LogChance(open, second, _second) - LogChance(open, second, _first)) / 2);

    /// <summary>What t times the key's bit comes to, and its square, where so much was set as the key says.</summary>
    public (double Mean, double Square) Expected(int open, double strength)
    {
        var (meanSecond, squareSecond) = At(open, _share + (strength * (1 - _share)));
        var (meanFirst, squareFirst) = At(open, _share * (1 - strength));
        return ((meanSecond - meanFirst) / 2, (squareSecond + squareFirst) / 2);
    }

    /// <summary>The mean over what chance makes of a share: at it, and a good standard deviation to each side.</summary>
    private (double Mean, double Square) At(int open, double share)
    {
        var spread = Math.Sqrt(1.5 * open * share * (1 - share));
        var (low, middle, high) = (Near(open, (open * share) - spread), Near(open, open * share), Near(open, (open * share) + spread));
        return ((low + middle + high) / 3, ((low * low) + (middle * middle) + (high * high)) / 3);
    }

    private double Near(int open, double second) => Of(open, (int)Math.Round(Math.Clamp(second, 0, open)));

    /// <summary>Of a share that is itself only known from so many places (the beta-binomial, without what does not depend on the share).</summary>
    private double LogChance(int open, int second, double share) =>
        LogRising(share * _known, second) + LogRising((1 - share) * _known, open - second);

    /// <summary>ln(a·(a+1)·…·(a+n−1)): many small steps are one product, so that a logarithm is taken seldom.</summary>
    private static double LogRising(double a, int count)
    {
        var (sum, product) = (0.0, 1.0);
        for (var i = 0; i < count; i++)
        {
            product *= a + i;
            if (product is > 1e200 or < 1e-200)
            {
                sum += Math.Log(product);
                product = 1;
            }
        }

        return sum + Math.Log(product);
    }
}
