using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// How likely the next word of an account or a flow is one that it never used before, from the samples of its prompts' words: the share of words seen
/// once only (Good and Turing). Words that one of the prompts just before had in the same place of the sample are not counted: they belong to a
/// template or to the moment, and say nothing of how broad the rest is. After <see cref="Full"/> words it starts anew, so that it also tells of late changes.
/// </summary>
internal sealed class Vocabulary(int bits)
{
    private const int Before = 4;
    private const int Enough = 160;
    /// <summary>At which number of words the share is told; it falls with their root, for narrow and broad vocabularies alike.</summary>
    private const double Reference = 800;

    public ulong[] Once { get; } = new ulong[bits / 64];
    public ulong[] Twice { get; } = new ulong[bits / 64];
    public ulong[] Samples { get; } = new ulong[Before];
    public int Words { get; set; }
    /// <summary>Words left out.</summary>
    public int Repeated { get; set; }
    /// <summary>What was told when it last started anew; 0: it never did.</summary>
    public float Earlier { get; set; }

    /// <summary>Words after which too many places are taken to tell one word from another.</summary>
    private int Full => bits / 4;

    public int Bytes => (Once.Length + Twice.Length + Before) * 8 + 4 * 24;

    public void Add(TermSample sample)
    {
        var all = 0;
        for (var i = 0; i < TermSample.Terms; i++)
        {
            var term = sample[i];
            if (term == 0)
                continue;
            if (!TermTable.Add(Once, term))
                TermTable.Add(Twice, term);
            if (HadBefore(i, term))
            {
                Repeated++;
                continue;
            }

            all++;
        }

        Samples.AsSpan(0, Before - 1).CopyTo(Samples.AsSpan(1));
        Samples[0] = sample.Bits;
        Words += all;
        if (Words >= Full)
        {
            Earlier = (float)Level();
            (Words, Repeated) = (0, 0);
            Array.Clear(Once);
            Array.Clear(Twice);
        }
    }

    /// <summary>
    /// The chance of a new word after <see cref="Reference"/> of them, on a logarithmic scale where one in a hundred is 0 and each word is 1; 0 where
    /// too few were seen.
    /// </summary>
    public double Breadth() => Words >= Full / 2 || Earlier == 0 ? Level() : Earlier;

    private double Level()
    {
        // Nothing but the same words: as narrow as can be.
        if (Words < Enough)
            return Repeated >= 2 * Enough ? 0.01 : 0;
        var once = Math.Max(TermTable.Distinct(Once) - TermTable.Distinct(Twice), 0.5);
        return Math.Clamp(1 + Math.Log10(once / Words * Math.Sqrt(Words / Reference)) / 2, 0.01, 0.999);
    }

    /// <summary>Both together. The samples just before are not merged: they belong to one order of prompts.</summary>
    public void Unite(Vocabulary x, Vocabulary y)
    {
        for (var i = 0; i < Once.Length; i++)
        {
            Once[i] = x.Once[i] | y.Once[i];
            Twice[i] = x.Twice[i] | y.Twice[i] | x.Once[i] & y.Once[i];
        }

        (Words, Repeated) = (x.Words + y.Words, x.Repeated + y.Repeated);
        Earlier = Math.Max(x.Earlier, y.Earlier);
    }

    private bool HadBefore(int place, int term)
    {
        foreach (var sample in Samples)
        {
            if (new TermSample(sample)[place] == term)
                return true;
        }

        return false;
    }
}

/// <summary>A table of one bit for each word that occurred in a sample.</summary>
internal static class TermTable
{
    /// <summary>True where the word was not there.</summary>
    public static bool Add(Span<ulong> table, int term)
    {
        var bit = (int)((uint)term * 2_654_435_769u >> 8) & (table.Length * 64 - 1);
        ref var word = ref table[bit >> 6];
        var mask = 1UL << (bit & 63);
        if ((word & mask) != 0)
            return false;
        word |= mask;
        return true;
    }

    /// <summary>How many different words there were, from how full the table is.</summary>
    public static double Distinct(ReadOnlySpan<ulong> table)
    {
        var set = 0;
        foreach (var word in table)
            set += System.Numerics.BitOperations.PopCount(word);
        double size = table.Length * 64;
        return size * Math.Log(size / Math.Max(size - set, 0.5));
    }
}
