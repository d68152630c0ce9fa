namespace Weir.Bench.Detection;

/// <summary>What <c>--test</c> checks besides that every part runs: the arithmetic of the intervals, against published values.</summary>
public static class Expectations
{
    public static void Check()
    {
        Near(new Proportion(0, 20_000).High, 0.000184);
        Near(new Proportion(5, 10).Low, 0.1871);
        Near(new Proportion(5, 10).High, 0.8129);
        Near(new Proportion(1, 17).High, 0.2869);
        Near(new Proportion(10, 10).Low, 0.6915);
    }

    private static void Near(double value, double expected)
    {
        if (Math.Abs(value - expected) > 0.0001)
            throw new InvalidOperationException($"An interval ends at {value:0.00000}, not at {expected:0.00000}.");
    }
}
