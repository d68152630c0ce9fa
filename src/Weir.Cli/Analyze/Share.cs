namespace Weir.Cli.Analyze;

/// <summary>So many of so many, with the interval in which the true share lies with 95% confidence (Wilson).</summary>
internal readonly record struct Share(long Count, long Of)
{
    private const double Z = 1.959964;

    public double? Value => Of == 0 ? null : (double)Count / Of;

    public (double Low, double High) Interval
    {
        get
        {
            if (Of == 0)
                return (0, 1);
            double n = Of, p = Count / n;
            var middle = p + (Z * Z / (2 * n));
            var spread = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
            var scale = 1 + (Z * Z / n);
            // None and all are exact ends, which rounding must not blur.
            return (Count == 0 ? 0 : Math.Max(0, (middle - spread) / scale), Count == Of ? 1 : Math.Min(1, (middle + spread) / scale));
        }
    }
}
