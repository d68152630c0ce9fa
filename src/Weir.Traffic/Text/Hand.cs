namespace Weir.Traffic.Text;

/// <summary>
/// How a prompt begins, whatever it says: with a capital or a small letter, where the script has both. One program writes in one manner; many people do not.
/// </summary>
public readonly record struct Hand(byte Bits)
{
    private const int Cased = 1;
    private const int Lower = 2;
    /// <summary>Quotes, brackets and signs of a list may stand before the first letter.</summary>
    private const int LongestLead = 8;

    /// <summary>It begins with a letter of a script that has capitals.</summary>
    public bool IsCased => (Bits & Cased) != 0;
    public bool IsLower => (Bits & Lower) != 0;

    internal static Hand Of(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        for (var i = 0; i < text.Length && i < LongestLead; i++)
        {
            if (!char.IsLetter(text[i]))
                continue;
            var lower = char.IsLower(text[i]);
            return new Hand((byte)((lower || char.IsUpper(text[i]) ? Cased : 0) | (lower ? Lower : 0)));
        }

        return default;
    }
}
