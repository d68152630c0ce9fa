using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Traffic.Text;

/// <summary>
/// Four of a prompt's words, chosen by their hashes and not by their place, as 16 bits each. The choice is the same wherever a word occurs, so
/// counting the different ones over many prompts shows whether a vocabulary keeps growing (many subjects) or is soon known (one product).
/// </summary>
public readonly record struct TermSample(ulong Bits)
{
    public const int Terms = 4;
    private const ushort Empty = 0;

    public bool IsNone => Bits == 0;

    /// <summary>The term at this place, with the place in its upper bits; 0 where there is none.</summary>
    public int this[int place]
    {
        get
        {
            var term = (int)(ushort)(Bits >> place * 16);
            return term == Empty ? 0 : place << 16 | term;
        }
    }

    internal static TermSample Of(ReadOnlySpan<ulong> words, ReadOnlySpan<ushort> telling, bool dense)
    {
        Span<ushort> least = stackalloc ushort[Terms];
        least.Fill(ushort.MaxValue);
        ref var slot = ref MemoryMarshal.GetReference(least);
        foreach (int i in telling)
        {
            var word = words[i];
            // A number is no term; skipped by a mask, since where numbers stand cannot be predicted.
            var number = word == Words.Number ? 1 : 0;
            if (dense && i + 1 < words.Length)
                word = Words.Mix(word, words[i + 1]);
            word = Words.Mix(word, 0x5895_91f5_19c1_7a6d);
            MinHash.Least(ref Unsafe.Add(ref slot, (nint)(word >> 62)), (ushort)(word >> 20 | 1) | -number & ushort.MaxValue);
        }

        var bits = 0UL;
        for (var i = 0; i < Terms; i++)
            bits |= (ulong)(least[i] == ushort.MaxValue ? Empty : least[i]) << i * 16;
        return new TermSample(bits);
    }
}
