namespace Weir.Traffic.Text;

/// <summary>Writing systems that are told apart.</summary>
public enum Script : byte
{
    None = 0,
    Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu, Kannada,
    Malayalam, Sinhala, Thai, Lao, Myanmar, Georgian, Ethiopic, Khmer, Hangul, Kana, Han, Other,
}

/// <summary>Which script a character belongs to, by blocks of 128 code points; and which scripts write without spaces.</summary>
internal static class Scripts
{
    public const int Count = (int)Script.Other + 1;

    private static readonly byte[] Blocks = BuildBlocks();

    public static Script Of(char c)
    {
        if (c < 0x80)
            return char.IsAsciiLetter(c) ? Script.Latin : Script.None;
        // The one block of 128 in which two scripts meet.
        if (c is >= '\u0370' and < '\u0400')
            return Script.Greek;
        if (c is >= '\u0300' and < '\u0370')
            return Script.None;
        if (IsPunctuation(c))
            return Script.None;
        return (Script)Blocks[c >> 7];
    }

    /// <summary>Scripts whose words are not set apart by spaces (or, as in Korean, carry their grammar with them): each character is a token.</summary>
    public static bool IsDense(Script script) =>
        script is Script.Han or Script.Kana or Script.Hangul or Script.Thai or Script.Lao or Script.Khmer or Script.Myanmar;

    /// <summary>Signs outside ASCII that separate words.</summary>
    public static bool IsPunctuation(char c) => c switch
    {
        < '\u00c0' => c is not ('\u00aa' or '\u00b5' or '\u00ba'),
        '\u00d7' or '\u00f7' => true,
        >= '\u2000' and < '\u2c00' => c is not ('\u200c' or '\u200d'),
        >= '\u3000' and < '\u3040' => c is not '\u3005',
        >= '\uff00' and < '\uff66' => true,
        '\u060c' or '\u061b' or '\u061f' or '\u06d4' or '\u0964' or '\u0965' or '\u30fb' or '\u05be' or '\u037e' or '\u0387' or '\ufeff' => true,
        _ => false,
    };

    private static byte[] BuildBlocks()
    {
        var blocks = new byte[512];
        Array.Fill(blocks, (byte)Script.Other);
        void Set(int from, int to, Script script)
        {
            for (var c = from; c < to; c += 128)
                blocks[c >> 7] = (byte)script;
        }

        Set(0x0080, 0x0300, Script.Latin);
        Set(0x0380, 0x0400, Script.Greek);
        Set(0x0400, 0x0530, Script.Cyrillic);
        Set(0x0500, 0x0580, Script.Armenian);
        Set(0x0580, 0x0600, Script.Hebrew);
        Set(0x0600, 0x0780, Script.Arabic);
        Set(0x0900, 0x0980, Script.Devanagari);
        Set(0x0980, 0x0a00, Script.Bengali);
        Set(0x0a00, 0x0a80, Script.Gurmukhi);
        Set(0x0a80, 0x0b00, Script.Gujarati);
        Set(0x0b80, 0x0c00, Script.Tamil);
        Set(0x0c00, 0x0c80, Script.Telugu);
        Set(0x0c80, 0x0d00, Script.Kannada);
        Set(0x0d00, 0x0d80, Script.Malayalam);
        Set(0x0d80, 0x0e00, Script.Sinhala);
        Set(0x0e00, 0x0e80, Script.Thai);
        Set(0x0e80, 0x0f00, Script.Lao);
        Set(0x1000, 0x1080, Script.Myanmar);
        Set(0x1080, 0x1100, Script.Georgian);
        Set(0x1100, 0x1200, Script.Hangul);
        Set(0x1200, 0x1380, Script.Ethiopic);
        Set(0x1780, 0x1800, Script.Khmer);
        Set(0x1e00, 0x1f00, Script.Latin);
        Set(0x1f00, 0x2000, Script.Greek);
        Set(0x2e80, 0x3000, Script.Han);
        Set(0x3000, 0x3100, Script.Kana);
        Set(0x3100, 0xa500, Script.Han);
        Set(0xac00, 0xd7b0, Script.Hangul);
        Set(0xf900, 0xfb00, Script.Han);
        Set(0xfb80, 0xfe00, Script.Arabic);
        Set(0xfe80, 0xff00, Script.Arabic);
        Set(0xff80, 0xffe0, Script.Kana);
        return blocks;
    }
}
