using System.Numerics;
using System.Runtime.Intrinsics;

namespace Weir.Traffic.Text;

/// <summary>
/// Which language a prompt is in. The script decides where it can; else function words vote, a word of one language more than a word of
/// many; then letters, and in prompts without function words the endings of words. Too few votes, or a tie, is <see cref="Language.Unknown"/>.
/// </summary>
internal ref struct LanguageGuess
{
    private readonly Span<int> _votes;

    public LanguageGuess(Span<int> votes)
    {
        _votes = votes;
        _votes.Clear();
    }

    /// <summary>Bytes of a ballot: the votes of a word for each of 64 languages.</summary>
    public const int Ballot = 64;
    private const byte MostVotes = 12;

    /// <summary>Writes the votes that a word gives to each of its languages.</summary>
    public static void Fill(Span<byte> ballot, ulong languages)
    {
        var votes = BitOperations.PopCount(languages) switch { 1 => MostVotes, 2 => (byte)8, 3 => (byte)6, _ => (byte)4 };
        for (var i = 0; i < Ballot; i++)
            ballot[i] = (languages >> i & 1) != 0 ? votes : (byte)0;
    }

    /// <summary>Counts the ballots of words, all languages at once: in bytes while they cannot overflow, then in 16 bits.</summary>
    public readonly void Words(Lexicon lexicon, ReadOnlySpan<ushort> ballots)
    {
        Span<ushort> sums = stackalloc ushort[Ballot];
        sums.Clear();
        while (!ballots.IsEmpty)
        {
            var some = ballots[..Math.Min(ballots.Length, byte.MaxValue / MostVotes)];
            ballots = ballots[some.Length..];
            var (low, high) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
            foreach (var ballot in some)
            {
                var votes = lexicon.Votes(ballot);
                low += votes.Low;
                high += votes.High;
            }

            Add(Vector256.WidenLower(low), sums);
            Add(Vector256.WidenUpper(low), sums[16..]);
            Add(Vector256.WidenLower(high), sums[32..]);
            Add(Vector256.WidenUpper(high), sums[48..]);
        }

        for (var i = 1; i < _votes.Length; i++)
            _votes[i] += sums[i - 1];
    }

    private static void Add(Vector256<ushort> votes, Span<ushort> sums) => (Vector256.Create<ushort>(sums) + votes).CopyTo(sums);

    private readonly void Vote(ulong languages, int weight)
    {
        while (languages != 0)
        {
            _votes[BitOperations.TrailingZeroCount(languages) + 1] += weight;
            languages &= languages - 1;
        }
    }

    public readonly Language Decide(Words words, Script script)
    {
        var only = OfScript(script, words.ScriptLetters);
        if (only != Language.Unknown)
            return only;
        var lexicon = Lexicon.Shared;
        var seen = 0;
        foreach (var c in words.Lowered)
        {
            if (c < 0x80)
                continue;
            if (++seen > 48)
                break;
            var languages = lexicon.LanguagesOfLetter(c);
            Vote(languages, BitOperations.PopCount(languages) switch { 0 => 0, 1 => 8, 2 => 5, 3 => 4, _ => 2 });
        }

        foreach (var ending in words.Endings)
        {
            if (ending != 0)
                Vote(lexicon.LanguagesOfEnding(ending), 2);
        }

        var allowed = LanguagesOf(script);
        int best = 0, second = 0, language = 0;
        for (var i = 1; i < _votes.Length; i++)
        {
            if ((allowed >> i - 1 & 1) == 0)
                continue;
            if (_votes[i] > best)
            {
                second = best;
                best = _votes[i];
                language = i;
            }
            else if (_votes[i] > second)
            {
                second = _votes[i];
            }
        }

        return best >= 4 && best > second ? (Language)language : Language.Unknown;
    }

    private static readonly ulong CyrillicLanguages = Range(Language.Russian, Language.Kazakh);
    private static readonly ulong ArabicLanguages = Range(Language.Arabic, Language.Urdu);
    private static readonly ulong DevanagariLanguages = Range(Language.Hindi, Language.Nepali);
    private static readonly ulong LatinLanguages = Range(Language.English, Language.Irish);

    private static ulong Range(Language first, Language last)
    {
        var mask = 0UL;
        for (var language = first; language <= last; language++)
            mask |= Lexicon.Bit(language);
        return mask;
    }

    private static ulong LanguagesOf(Script script) => script switch
    {
        Script.Cyrillic => CyrillicLanguages,
        Script.Arabic => ArabicLanguages,
        Script.Devanagari => DevanagariLanguages,
        Script.Latin => LatinLanguages,
        _ => 0,
    };

    private static Language OfScript(Script script, ReadOnlySpan<int> letters) => script switch
    {
        Script.Greek => Language.Greek,
        Script.Hebrew => Language.Hebrew,
        Script.Armenian => Language.Armenian,
        Script.Georgian => Language.Georgian,
        Script.Ethiopic => Language.Amharic,
        Script.Bengali => Language.Bengali,
        Script.Gurmukhi => Language.Punjabi,
        Script.Gujarati => Language.Gujarati,
        Script.Tamil => Language.Tamil,
        Script.Telugu => Language.Telugu,
        Script.Kannada => Language.Kannada,
        Script.Malayalam => Language.Malayalam,
        Script.Sinhala => Language.Sinhala,
        Script.Thai => Language.Thai,
        Script.Lao => Language.Lao,
        Script.Myanmar => Language.Burmese,
        Script.Khmer => Language.Khmer,
        Script.Hangul => Language.Korean,
        Script.Kana => Language.Japanese,
        // Japanese mixes kana into its Han characters; Chinese has none.
        Script.Han => letters[(int)Script.Kana] * 8 > letters[(int)Script.Han] ? Language.Japanese : Language.Chinese,
        _ => Language.Unknown,
    };
}
