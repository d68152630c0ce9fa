namespace Weir.Detection.Accounts;

/// <summary>
/// Remembers what was seen, in few bits: a Bloom filter that grows in generations while it is small and, once it has reached its largest
/// size, forgets the older half. Two sets merge by union of equal generations; the order does not matter.
/// </summary>
internal sealed class SeenSet
{
    private const int FirstBits = 4_096;
    public const int LargestBits = 128 * 1_024;
    private const int BitsPerEntry = 24;

    private readonly List<Generation> _generations = [];

    internal sealed class Generation(int bits)
    {
        public ulong[] Words { get; } = new ulong[bits / 64];
        public int Entries { get; set; }
        public int Bits => Words.Length * 64;
        public bool IsFull => Entries * BitsPerEntry >= Bits;
    }

    public int Bytes => _generations.Sum(static g => g.Words.Length * 8 + 48);

    public IReadOnlyList<Generation> Generations => _generations;

    public bool Contains(ulong value)
    {
        foreach (var generation in _generations)
        {
            if (BloomBits.Contains(generation.Words, value))
                return true;
        }

        return false;
    }

    /// <summary>True where the value was not there.</summary>
    public bool Add(ulong value)
    {
        if (Contains(value))
            return false;
        if (_generations.Count == 0)
            _generations.Add(new Generation(FirstBits));
        var last = _generations[^1];
        if (last.IsFull)
        {
            var bits = Math.Min(last.Bits * 2, LargestBits);
            // At the largest size two generations are kept: what was seen since 5,000 to 10,000 entries ago.
            if (last.Bits == LargestBits && _generations.Count >= 2)
                _generations.RemoveRange(0, _generations.Count - 1);
            _generations.Add(last = new Generation(bits));
        }

        BloomBits.Add(last.Words, value);
        last.Entries++;
        return true;
    }

    /// <summary>Both together: generations of one size unite.</summary>
    public static void Unite(SeenSet x, SeenSet y, SeenSet into)
    {
        foreach (var group in x._generations.Concat(y._generations).GroupBy(static g => g.Bits).OrderBy(static g => g.Key))
        {
            var united = new Generation(group.Key);
            foreach (var generation in group)
            {
                united.Entries += generation.Entries;
                for (var i = 0; i < united.Words.Length; i++)
                    united.Words[i] |= generation.Words[i];
            }

            into._generations.Add(united);
        }
    }

    internal void Load(int bits, int entries, ReadOnlySpan<ulong> words)
    {
        var generation = new Generation(bits) { Entries = entries };
        words.CopyTo(generation.Words);
        _generations.Add(generation);
    }
}

/// <summary>The bits of a Bloom filter with four probes from one hash that is already well mixed.</summary>
internal static class BloomBits
{
    public static bool Contains(ReadOnlySpan<ulong> words, ulong value)
    {
        var mask = (uint)words.Length * 64 - 1;
        for (var probe = 0; probe < 4; probe++)
        {
            var bit = (uint)(value >> probe * 16) & mask;
            if ((words[(int)(bit >> 6)] >> (int)(bit & 63) & 1) == 0)
                return false;
        }

        return true;
    }

    public static void Add(Span<ulong> words, ulong value)
    {
        var mask = (uint)words.Length * 64 - 1;
        for (var probe = 0; probe < 4; probe++)
        {
            var bit = (uint)(value >> probe * 16) & mask;
            words[(int)(bit >> 6)] |= 1UL << (int)(bit & 63);
        }
    }
}
