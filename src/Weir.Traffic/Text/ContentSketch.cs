using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Traffic.Text;

/// <summary>
/// What a prompt is about, as 64 signed bytes: its words (without function words), hashed, projected onto 64 random axes of plus and minus
/// one. The cosine of two sketches estimates the cosine of their bags of words, with a standard error of about 1/8.
/// </summary>
public readonly record struct ContentSketch(ulong W0, ulong W1, ulong W2, ulong W3, ulong W4, ulong W5, ulong W6, ulong W7)
{
    public const int Axes = 64;

    public bool IsNone => this == default;

    /// <summary>Planes that hold any count of words: 2^13 and a half.</summary>
    private const int Planes = 14;

    internal static ContentSketch Of(ReadOnlySpan<ulong> words, ReadOnlySpan<ushort> telling, bool dense)
    {
        if (telling.IsEmpty)
            return default;
        // Vertical counters: plane k holds bit k of all 64 counts, so that a word costs a few operations for all axes together. Eight
        // words are added up before the planes are touched, which leaves one carry in eight to run through them.
        Span<ulong> planes = stackalloc ulong[Planes];
        planes.Clear();
        ulong ones = 0, twos = 0, fours = 0;
        var at = 0;
        for (; at + 8 <= telling.Length; at += 8)
        {
            var eight = telling.Slice(at, 8);
            var a = Add(ref ones, Of(words, eight[0], dense), Of(words, eight[1], dense));
            var b = Add(ref ones, Of(words, eight[2], dense), Of(words, eight[3], dense));
            var c = Add(ref ones, Of(words, eight[4], dense), Of(words, eight[5], dense));
            var d = Add(ref ones, Of(words, eight[6], dense), Of(words, eight[7], dense));
            Carry(planes, 3, Add(ref fours, Add(ref twos, a, b), Add(ref twos, c, d)));
        }

        Carry(planes, 0, ones);
        Carry(planes, 1, twos);
        Carry(planes, 2, fours);
        for (; at < telling.Length; at++)
            Carry(planes, 0, Of(words, telling[at], dense));
        return FromCounts(planes, telling.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Of(ReadOnlySpan<ulong> words, int at, bool dense)
    {
        // Where each character is a word, the pair carries the meaning.
        var word = dense && at + 1 < words.Length ? Words.Mix(words[at], words[at + 1]) : words[at];
        return Words.Mix(word, 0x8ebc_6af0_9c88_c6e3);
    }

    /// <summary>Adds two bits to each bit of the sum and returns what is carried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Add(ref ulong sum, ulong a, ulong b)
    {
        var half = sum ^ a;
        var carry = sum & a | half & b;
        sum = half ^ b;
        return carry;
    }

    private static void Carry(Span<ulong> planes, int plane, ulong carry)
    {
        for (; carry != 0; plane++)
        {
            var next = planes[plane] & carry;
            planes[plane] ^= carry;
            carry = next;
        }
    }

    /// <summary>Turns the planes into counts, sixteen axes at a time, and the counts into what lies above and below the middle.</summary>
    private static ContentSketch FromCounts(ReadOnlySpan<ulong> planes, int total)
    {
        var each = Vector256.Create((ushort)1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        Span<short> axes = stackalloc short[Axes];
        var largest = Vector256<short>.Zero;
        var used = BitOperations.Log2((uint)total) + 1;
        for (var first = 0; first < Axes; first += 16)
        {
            var counts = Vector256<ushort>.Zero;
            for (var plane = 0; plane < used; plane++)
            {
                var set = Vector256.Equals(Vector256.Create((ushort)(planes[plane] >> first)) & each, each);
                counts |= set & Vector256.Create((ushort)(1 << plane));
            }

            // A text has fewer than 2^14 words, so twice their count fits.
            var sums = (counts + counts).AsInt16() - Vector256.Create((short)total);
            largest = Vector256.Max(largest, Vector256.Abs(sums));
            sums.CopyTo(axes[first..]);
        }

        var most = 0;
        for (var i = 0; i < 16; i++)
            most = Math.Max(most, largest[i]);
        return most == 0 ? default : Scaled(axes, most);
    }

    /// <summary>
    /// <see cref="FromAxes"/> for small numbers. In 32-bit floating point the quotients are exact enough to be cut off as whole numbers
    /// are: none that is not whole lies nearer to a whole number than 1/<paramref name="largest"/>, which is more than the rounding.
    /// </summary>
    private static ContentSketch Scaled(ReadOnlySpan<short> axes, int largest)
    {
        Span<sbyte> bytes = stackalloc sbyte[Axes];
        var by = Vector256.Create((float)largest);
        for (var i = 0; i < Axes; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(axes.Slice(i, 16)));
            var scaled = Vector256.Narrow(Scale(low, by), Scale(high, by));
            Vector128.Narrow(scaled.GetLower(), scaled.GetUpper()).CopyTo(bytes[i..]);
        }

        return FromBytes(MemoryMarshal.AsBytes(bytes));
    }

    private static Vector256<int> Scale(Vector256<int> axes, Vector256<float> by) =>
        Vector256.ConvertToInt32(Vector256.ConvertToSingle(axes * 127) / by);

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
