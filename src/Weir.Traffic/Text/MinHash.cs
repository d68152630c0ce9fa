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

    internal static MinHash Of(ReadOnlySpan<ulong> words, ReadOnlySpan<byte> common)
    {
        Span<ushort> bins = stackalloc ushort[Bins];
        bins.Fill(Empty);
        ref var word0 = ref MemoryMarshal.GetReference(words);
        ref var common0 = ref MemoryMarshal.GetReference(common[..words.Length]);
        ref var bin0 = ref MemoryMarshal.GetReference(bins);
        var all = 1;
        for (var i = 0; i + 2 < words.Length; i++)
        {
            // No branches: which words are common and which value is a new least is a toss of a coin each time.
            var everyday = Unsafe.Add(ref common0, i) & Unsafe.Add(ref common0, i + 1) & Unsafe.Add(ref common0, i + 2);
            var shingle = Words.Mix(Unsafe.Add(ref word0, i) + 3 * BitOperations.RotateLeft(Unsafe.Add(ref word0, i + 1), 21), BitOperations.RotateLeft(Unsafe.Add(ref word0, i + 2), 42));
            Least(ref Unsafe.Add(ref bin0, (int)(shingle >> 59)), (ushort)(shingle >> 40) | -everyday & Empty);
            all &= everyday;
        }

        if (all != 0)
        {
            // Too short for shingles: the words themselves.
            if (words.IsEmpty)
                return default;
            foreach (var word in words)
            {
                var hash = Words.Mix(word, 0x2d35_8dcc_aa6c_78a5);
                Least(ref bins[(int)(hash >> 59)], (ushort)(hash >> 40));
            }
        }

        return FromBins(bins);
    }

    /// <summary>Keeps the lesser of the two, without a branch.</summary>
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
