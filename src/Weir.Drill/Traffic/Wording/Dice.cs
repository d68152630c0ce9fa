using System.Numerics;

namespace Weir.Drill.Traffic.Wording;

/// <summary>
/// A seeded source of chance (SplitMix64). Eight bytes of state, so that a million accounts can each own one, and the
/// same numbers on every platform and version, so that a seed names one traffic for ever.
/// </summary>
public struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A source of its own for one purpose: equal names give equal sources.</summary>
    public static Dice Of(ulong seed, ulong purpose) => new(Mix(seed + (0x9E3779B97F4A7C15UL * (purpose + 1))));

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>A whole number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)(uint)bound) >> 32);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (Unit() * (high - low));

    public bool Chance(double probability) => Unit() < probability;

    public double Exponential(double mean) => -Math.Log(1.0 - Unit()) * mean;

    public double Normal()
    {
        // Box-Muller; the second value is thrown away to keep the state one word.
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Unit()));
        return radius * Math.Cos(2.0 * Math.PI * Unit());
    }

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>A whole number whose logarithm is uniform: small ones are common, large ones happen.</summary>
    public int LogUniform(int low, int high) => (int)(low * Math.Pow((high + 1.0) / low, Unit()));

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>An index drawn with the given weights, which need not add up to anything.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        var at = Unit() * sum;
        for (var i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
                return i;
        }

        return weights.Length - 1;
    }

    /// <summary>An index from 0 to below <paramref name="count"/>, the first ones far more often, as words and customers are.</summary>
    public int Zipf(int count) => Math.Min(count - 1, (int)(Math.Pow(count + 1.0, Unit()) - 1.0));

    public Dice Fork() => new(Next() ^ BitOperations.RotateLeft(_state, 23));
}
