using System.Security.Cryptography;

namespace Weir.Gateway;

/// <summary>References that a refusal names: short enough to read out to support, ordered by time, not guessable.</summary>
public static class References
{
    // Crockford's base 32: no letter is taken for a digit or for another letter.
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset time) =>
        string.Create(3 + 9 + 10, time.ToUnixTimeMilliseconds(), static (text, milliseconds) =>
        {
            "wr-".CopyTo(text);
            for (var i = 11; i >= 3; i--, milliseconds >>= 5)
                text[i] = Digits[(int)(milliseconds & 31)];
            RandomNumberGenerator.GetItems(Digits, text[12..]);
        });
}
