namespace Weir.Detection.Evidence;

/// <summary>The points between 0 and 1 on which beliefs about a rate are kept: close together at both ends, where rates differ most in meaning.</summary>
internal static class RateGrid
{
    private static readonly double[] PointValues =
    [
        0.002, 0.006, 0.012, 0.02, 0.035, 0.05, 0.075, 0.1, 0.14, 0.19, 0.25, 0.32, 0.4, 0.5,
        0.6, 0.68, 0.75, 0.81, 0.86, 0.9, 0.925, 0.95, 0.965, 0.98, 0.988, 0.994, 0.998,
    ];

    public const int Count = 27;
    /// <summary>The length of arrays over the grid: a whole number of vectors. What is beyond the last point weighs nothing.</summary>
    public const int Padded = 28;

    public static readonly double[] Log = OfPoints(Math.Log);
    public static readonly double[] LogRest = OfPoints(p => Math.Log(1 - p));

    public static ReadOnlySpan<double> Points => PointValues;

    private static double[] OfPoints(Func<double, double> value)
    {
        var values = new double[Padded];
        for (var i = 0; i < Count; i++)
            values[i] = value(PointValues[i]);
        return values;
    }

    public static int Nearest(double rate)
    {
        var best = 0;
        for (var i = 1; i < Count; i++)
        {
            if (Math.Abs(PointValues[i] - rate) < Math.Abs(PointValues[best] - rate))
                best = i;
        }

        return best;
    }

    /// <summary>How much of the unit interval a point stands for.</summary>
    public static double Width(int i)
    {
        var low = i == 0 ? 0 : (PointValues[i - 1] + PointValues[i]) / 2;
        var high = i == Count - 1 ? 1 : (PointValues[i] + PointValues[i + 1]) / 2;
        return high - low;
    }
}
