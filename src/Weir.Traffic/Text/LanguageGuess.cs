using System.Numerics;

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

    public readonly void Word(ulong languages) => Vote(languages, BitOperations.PopCount(languages) switch { 1 => 12, 2 => 8, 3 => 6, _ => 4 });

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

        if (words.Count <= 40)
        {
            foreach (var ending in words.Endings)
            {
                if (ending != 0)
                    Vote(lexicon.LanguagesOfEnding(ending), 2);
            }
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
