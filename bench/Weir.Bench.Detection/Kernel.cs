using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Drill.Traffic.Wording;
using Weir.Traffic.Text;

namespace Weir.Bench.Detection;

/// <summary>
/// The maximum mean discrepancy of a window of prompts against a benign reference under an RBF kernel, the bandwidth by the
/// median heuristic. Computed through random Fourier features: a window is the mean of its prompts' features, and the
/// squared distance of two means is the statistic. The embedding is Weir's own content sketch, as a unit vector.
/// </summary>
public sealed class Kernel
{
    public const int Features = 512;

    private readonly float[] _directions = new float[Features * ContentSketch.Axes];
    private readonly float[] _phases = new float[Features];

    public Kernel(IReadOnlyList<ContentSketch> reference)
    {
        var dice = new Dice(2024);
        var distances = new List<float>();
        var (a, b) = (new float[ContentSketch.Axes], new float[ContentSketch.Axes]);
        for (var i = 0; i < 2000; i++)
        {
            Unit(reference[dice.Below(reference.Count)], a);
            Unit(reference[dice.Below(reference.Count)], b);
            distances.Add(MathF.Sqrt(Math.Max(0, 2 - (2 * Dot(a, b)))));
        }

        distances.Sort();
        var bandwidth = Math.Max(distances[distances.Count / 2], 1e-3f);
        for (var i = 0; i < _directions.Length; i++)
            _directions[i] = (float)(dice.Normal() / bandwidth);
        for (var i = 0; i < Features; i++)
            _phases[i] = (float)(dice.Unit() * 2 * Math.PI);
    }

    /// <summary>Adds a prompt's features to a sum.</summary>
    public void Add(in ContentSketch sketch, Span<float> sum, float sign = 1)
    {
        Span<float> unit = stackalloc float[ContentSketch.Axes];
        Unit(sketch, unit);
        for (var i = 0; i < Features; i++)
            sum[i] += sign * MathF.Cos(Dot(_directions.AsSpan(i * ContentSketch.Axes, ContentSketch.Axes), unit) + _phases[i]);
    }

    /// <summary>The squared discrepancy of two sums of features over their counts.</summary>
    public static double Distance(ReadOnlySpan<float> sumA, int countA, ReadOnlySpan<float> sumB, int countB)
    {
        var total = 0.0;
        for (var i = 0; i < Features; i++)
        {
            var difference = (sumA[i] / countA) - (sumB[i] / countB);
            total += difference * difference;
        }

        return total * 2 / Features;
    }

    private static void Unit(in ContentSketch sketch, Span<float> unit)
    {
        Span<byte> bytes = stackalloc byte[ContentSketch.Axes];
        sketch.CopyTo(bytes);
        for (var i = 0; i < ContentSketch.Axes; i++)
            unit[i] = (sbyte)bytes[i];
        var norm = MathF.Sqrt(Dot(unit, unit));
        for (var i = 0; norm > 0 && i < unit.Length; i++)
            unit[i] /= norm;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return Vector.Sum(sum);
    }
}
