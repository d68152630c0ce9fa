using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Traffic.Tests.Text;

/// <summary>What is done many bytes or words at a time, beside the same said word by word.</summary>
public sealed class Fast_ways_are_the_plain_ones
{
    // Blocks of 64 are where it could go wrong: words of all lengths, numbers, and the common ones that shingles leave out.
    private static readonly Gen<string> Texts = Gen.Elements(
            "the", "of", "and", "a", "explain", "step", "by", "internationalization", "x", "12", "2026", "river", "Weir", "ABCDEFGH", "abcdefghi",
            ". ", "\n", "   ", "-", "```", new string('q', 70), "7up", "up7")
        .ListOf().Select(static words => string.Join(' ', words));

    [Fact]
    public void Words_are_hashed_as_one_would_by_hand() => Prop.ForAll(Texts.ToArbitrary(), static text =>
    {
        var words = new Words();
        words.Split(text);
        Assert.Equal(Plain(text), words.Hashes.ToArray());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wording_and_terms_are_those_of_each_word_in_turn() => Prop.ForAll(Texts.ToArbitrary(), static text =>
    {
        var hashes = Plain(text);
        var lexicon = Lexicon.Shared;
        var common = Array.ConvertAll(hashes, hash => lexicon.Find(hash).Common == 1);
        var features = PromptFeatures.Compute(text, "", text, AskFacts.None, new KeyedHasher(new byte[32]));
        Assert.Equal(Wording(hashes, common), features.Wording);
        Assert.Equal(Terms(hashes, common), features.Terms);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Places_of_bits_are_the_same_on_any_processor() => Prop.ForAll(Gen.Choose(0, 1000).Zip(ArbMap.Default.GeneratorFor<ulong>()).ToArbitrary(), static given =>
    {
        var (first, bits) = given;
        Span<ushort> fast = stackalloc ushort[128];
        Span<ushort> plain = stackalloc ushort[128];
        var count = Places.Write(ref MemoryMarshal.GetReference(fast), bits, first);
        Places.WriteOneByOne(ref MemoryMarshal.GetReference(plain), bits, first);
        var expected = Enumerable.Range(0, 64).Where(bit => (bits >> bit & 1) != 0).Select(bit => (ushort)(first + bit)).ToArray();
        Assert.Equal(expected, fast[..count].ToArray());
        Assert.Equal(expected, plain[..count].ToArray());
    }).QuickCheckThrowOnFailure();

    private static ulong[] Plain(string text)
    {
        var hashes = new List<ulong>();
        foreach (var word in new string(Array.ConvertAll(text.ToLowerInvariant().ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[Math.Max(8, word.Length)];
            Encoding.ASCII.GetBytes(word, bytes);
            var last = word.Length > 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(word.Length - 8)) : 0;
            hashes.Add(char.IsAsciiDigit(word[0]) ? Words.Number : Words.Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes), last + (ulong)word.Length));
        }

        return [.. hashes];
    }

    private static MinHash Wording(ulong[] words, bool[] common)
    {
        var values = new List<ulong>();
        for (var i = 0; i + 2 < words.Length; i++)
        {
            if (!common[i] || !common[i + 1] || !common[i + 2])
                values.Add(Words.Mix(words[i] + 3 * BitOperations.RotateLeft(words[i + 1], 21), BitOperations.RotateLeft(words[i + 2], 42)));
        }

        if (values.Count == 0)
            values.AddRange(words.Select(static word => Words.Mix(word, 0x2d35_8dcc_aa6c_78a5)));
        if (values.Count == 0)
            return default;
        var bins = Enumerable.Repeat(MinHash.Empty, MinHash.Bins).ToArray();
        foreach (var value in values)
            bins[value >> 59] = Math.Min(bins[value >> 59], (ushort)(value >> 40));
        return MinHash.FromBins(bins);
    }

    private static TermSample Terms(ulong[] words, bool[] common)
    {
        var least = Enumerable.Repeat(ushort.MaxValue, TermSample.Terms).ToArray();
        foreach (var value in words.Where((word, i) => !common[i] && word != Words.Number).Select(static word => Words.Mix(word, 0x5895_91f5_19c1_7a6d)))
            least[value >> 62] = Math.Min(least[value >> 62], (ushort)(value >> 20 | 1));
        return new TermSample(least.Select(static (term, place) => term == ushort.MaxValue ? 0UL : (ulong)term << place * 16).Aggregate(0UL, static (a, b) => a | b));
    }
}
