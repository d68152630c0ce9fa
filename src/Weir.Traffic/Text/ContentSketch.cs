using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Traffic.Text;

/// <summary>
/// What a prompt is about, as 64 signed bytes: its words (without function words), hashed, projected onto 64 random axes of plus and minus
/// one. The cosine of two sketches estimates the cosine of their bags of words, with a standard error of about 1/8.
/// </summary>
public readonly record struct ContentSketch(ulong W0, ulong W1, ulong W2, ulong W3, ulong W4, ulong W5, ulong W6, ulong W7)
{
    public const int Axes = 64;

    public bool IsNone => this == default;

    internal static ContentSketch Of(ReadOnlySpan<ulong> words, ReadOnlySpan<bool> common, bool dense)
    {
        // Vertical counters: plane k holds bit k of all 64 counts, so that a word costs a few operations for all axes together.
        Span<ulong> planes = stackalloc ulong[15];
        planes.Clear();
        var total = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (common[i])
                continue;
            // Where each character is a word, the pair carries the meaning.
            var carry = dense && i + 1 < words.Length ? Words.Mix(words[i], words[i + 1]) : words[i];
            carry = Words.Mix(carry, 0x8ebc_6af0_9c88_c6e3);
            total++;
            for (var k = 0; carry != 0; k++)
            {
                var next = planes[k] & carry;
                planes[k] ^= carry;
                carry = next;
            }
        }

        if (total == 0)
            return default;
        var used = planes[..(32 - BitOperations.LeadingZeroCount((uint)total))];
        Span<int> axes = stackalloc int[Axes];
        var largest = 0;
        for (var axis = 0; axis < Axes; axis++)
        {
            var count = 0;
            for (var k = 0; k < used.Length; k++)
                count |= (int)(used[k] >> axis & 1) << k;
            axes[axis] = 2 * count - total;
            largest = Math.Max(largest, Math.Abs(axes[axis]));
        }

        return FromAxes(axes, largest);
    }

    /// <summary>Scales to the largest axis, so that only the direction is kept.</summary>
    public static ContentSketch FromAxes(ReadOnlySpan<int> axes, int largest)
    {
        if (largest == 0)
            return default;
        Span<sbyte> bytes = stackalloc sbyte[Axes];
        for (var i = 0; i < Axes; i++)
            bytes[i] = (sbyte)(axes[i] * 127 / largest);
        return FromBytes(MemoryMarshal.AsBytes(bytes));
    }

    public static ContentSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        var w = MemoryMarshal.Cast<byte, ulong>(bytes);
        return new ContentSketch(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
    }

    public void CopyTo(Span<byte> bytes)
    {
        var w = MemoryMarshal.Cast<byte, ulong>(bytes);
        w[0] = W0; w[1] = W1; w[2] = W2; w[3] = W3; w[4] = W4; w[5] = W5; w[6] = W6; w[7] = W7;
    }

    public static double Cosine(in ContentSketch a, in ContentSketch b)
    {
        Span<sbyte> x = stackalloc sbyte[Axes];
        Span<sbyte> y = stackalloc sbyte[Axes];
        a.CopyTo(MemoryMarshal.AsBytes(x));
        b.CopyTo(MemoryMarshal.AsBytes(y));
        long dot = 0, xx = 0, yy = 0;
        for (var i = 0; i < Axes; i++)
        {
            dot += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }

        return xx == 0 || yy == 0 ? 0 : dot / Math.Sqrt((double)xx * yy);
    }
}
