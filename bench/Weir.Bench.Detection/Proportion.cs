namespace Weir.Bench.Detection;

/// <summary>A share that was counted, with the 95% interval of Clopper and Pearson, which never claims too much at small counts.</summary>
public readonly record struct Proportion(int Hits, int Of)
{
    private const double Tail = 0.025;

    public double Value => Of == 0 ? 0 : Hits / (double)Of;

    public double Low => Hits == 0 ? 0 : Invert(Hits, Of - Hits + 1, Tail);

    public double High => Of == 0 || Hits == Of ? 1 : Invert(Hits + 1, Of - Hits, 1 - Tail);

    public override string ToString() => Of == 0 ? "–" : $"{Value * 100:0.#}% ({Low * 100:0.#}–{High * 100:0.#})";

    /// <summary>The point at which a beta distribution has this much below it.</summary>
    private static double Invert(double a, double b, double below)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (BetaBelow(middle, a, b) < below)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The regularised incomplete beta function, by its continued fraction.</summary>
    private static double BetaBelow(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - BetaBelow(1 - x, b, a);
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))) / a;
        double c = 1, d = 1 - ((a + b) * x / (a + 1));
        d = 1 / Guard(d);
        var fraction = d;
        for (var m = 1; m < 300; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Guard(1 + (even * d));
            c = Guard(1 + (even / c));
            fraction *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Guard(1 + (odd * d));
            c = Guard(1 + (odd / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-12)
                break;
        }

        return front * fraction;

        static double Guard(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
    }

    private static double LogGamma(double x)
    {
        // Stirling's series after shifting the argument up, exact to about 1e-12.
        var shift = 0.0;
        while (x < 10)
            shift -= Math.Log(x++);
        var inverse = 1 / (x * x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1.0 / 12) - (inverse * ((1.0 / 360) - (inverse / 1260)))) / x;
    }
}
