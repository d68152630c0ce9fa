namespace Weir.Traffic.Text;

/// <summary>Languages that are told apart. At most 64 beside unknown, so that a word can vote with one mask of bits.</summary>
public enum Language : byte
{
    Unknown = 0,
    English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech, Slovak,
    Hungarian, Romanian, Croatian, Slovenian, Lithuanian, Latvian, Estonian, Turkish, Azerbaijani, Vietnamese, Indonesian,
    Tagalog, Swahili, Catalan, Afrikaans, Albanian, Icelandic, Irish,
    Russian, Ukrainian, Bulgarian, Serbian, Belarusian, Kazakh,
    Greek, Hebrew, Arabic, Persian, Urdu, Hindi, Marathi, Nepali, Bengali, Punjabi, Gujarati, Tamil, Telugu, Kannada, Malayalam,
    Sinhala, Thai, Lao, Burmese, Georgian, Armenian, Amharic, Khmer, Korean, Japanese, Chinese,
}

/// <summary>The codes (ISO 639-1) by which languages stand in journals and reports; "und" where none could be told.</summary>
public static class LanguageCodes
{
    private static readonly string[] Codes =
    [
        "und",
        "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk",
        "hu", "ro", "hr", "sl", "lt", "lv", "et", "tr", "az", "vi", "id",
        "tl", "sw", "ca", "af", "sq", "is", "ga",
        "ru", "uk", "bg", "sr", "be", "kk",
        "el", "he", "ar", "fa", "ur", "hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml",
        "si", "th", "lo", "my", "ka", "hy", "am", "km", "ko", "ja", "zh",
    ];

    public static int Count => Codes.Length;

    public static string Code(this Language language) => Codes[(int)language];

    public static bool TryParse(ReadOnlySpan<char> code, out Language language)
    {
        for (var i = 0; i < Codes.Length; i++)
        {
            if (code.SequenceEqual(Codes[i]))
            {
                language = (Language)i;
                return true;
            }
        }

        language = Language.Unknown;
        return false;
    }
}
