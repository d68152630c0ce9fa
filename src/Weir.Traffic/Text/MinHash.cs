using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Traffic.Text;

/// <summary>
/// One-permutation MinHash of a prompt's shingles (three words each): 32 bins of 16 bits. The share of equal bins estimates how much two
/// prompts overlap. Shingles made of nothing but everyday words are left out. Two prompts that share a frame and differ in a slot agree in most bins.
/// </summary>
public readonly record struct MinHash(ulong W0, ulong W1, ulong W2, ulong W3, ulong W4, ulong W5, ulong W6, ulong W7)
{
    public const int Bins = 32;
    public const ushort Empty = ushort.MaxValue;

    public bool IsNone => this == default;

    public ushort this[int bin]
    {
        get
        {
            var word = (bin >> 2) switch { 0 => W0, 1 => W1, 2 => W2, 3 => W3, 4 => W4, 5 => W5, 6 => W6, _ => W7 };
            return (ushort)(word >> (bin & 3) * 16);
        }
    }

    /// <param name="shingles">Where those begin that are not left out.</param>
    internal static MinHash Of(ReadOnlySpan<ulong> words, ReadOnlySpan<ushort> shingles)
    {
        if (words.IsEmpty)
            return default;
        Span<ushort> bins = stackalloc ushort[Bins];
        bins.Fill(Empty);
        ref var bin = ref MemoryMarshal.GetReference(bins);
        foreach (nint at in shingles)
        {
            ref var word = ref Unsafe.Add(ref MemoryMarshal.GetReference(words), at);
            var hash = Words.Mix(word + 3 * BitOperations.RotateLeft(Unsafe.Add(ref word, 1), 21), BitOperations.RotateLeft(Unsafe.Add(ref word, 2), 42));
            Least(ref Unsafe.Add(ref bin, (nint)(hash >> 59)), (ushort)(hash >> 40));
        }

        if (shingles.IsEmpty)
        {
            // Too short for shingles: the words themselves.
            foreach (var word in words)
            {
                var hash = Words.Mix(word, 0x2d35_8dcc_aa6c_78a5);
                Least(ref Unsafe.Add(ref bin, (nint)(hash >> 59)), (ushort)(hash >> 40));
            }
        }

        return FromBins(bins);
    }

    /// <summary>Keeps the lesser of the two. Not by a branch: which value is a new least is a toss of a coin each time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Least(ref ushort least, int value)
    {
        var less = value - least;
        least = (ushort)(least + (less & less >> 31));
    }

    public static MinHash FromBins(ReadOnlySpan<ushort> bins)
    {
        var w = MemoryMarshal.Cast<ushort, ulong>(bins);
        return new MinHash(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
    }

    public void CopyTo(Span<ushort> bins)
    {
        var w = MemoryMarshal.Cast<ushort, ulong>(bins);
        w[0] = W0; w[1] = W1; w[2] = W2; w[3] = W3; w[4] = W4; w[5] = W5; w[6] = W6; w[7] = W7;
    }

    /// <summary>Estimated share of shingles in common, from 0 to 1. Bins that are empty on both sides say nothing.</summary>
    public static double Overlap(in MinHash a, in MinHash b)
    {
        if (a.IsNone || b.IsNone)
            return 0;
        int equal = 0, filled = 0;
        Compare(a.W0, b.W0, ref equal, ref filled);
        Compare(a.W1, b.W1, ref equal, ref filled);
        Compare(a.W2, b.W2, ref equal, ref filled);
        Compare(a.W3, b.W3, ref equal, ref filled);
        Compare(a.W4, b.W4, ref equal, ref filled);
        Compare(a.W5, b.W5, ref equal, ref filled);
        Compare(a.W6, b.W6, ref equal, ref filled);
        Compare(a.W7, b.W7, ref equal, ref filled);
        return filled == 0 ? 0 : (double)equal / filled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compare(ulong a, ulong b, ref int equal, ref int filled)
    {
        for (var shift = 0; shift < 64; shift += 16)
        {
            var x = (ushort)(a >> shift);
            var y = (ushort)(b >> shift);
            if (x == Empty && y == Empty)
                continue;
            filled++;
            if (x == y)
                equal++;
        }
    }
}
