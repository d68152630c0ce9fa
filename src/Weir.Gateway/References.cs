using System.Security.Cryptography;

namespace Weir.Gateway;

/// <summary>References that a refusal names: short enough to read out to support, ordered by time, not guessable.</summary>
public static class References
{
    // Crockford's base 32: no letter is taken for a digit or for another letter.
    // Without the hyphen.
    private const int Length = 2 + 9 + 10;
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset time) =>
        string.Create(3 + 9 + 10, time.ToUnixTimeMilliseconds(), static (text, milliseconds) =>
        {
            "wr-".CopyTo(text);
            for (var i = 11; i >= 3; i--, milliseconds >>= 5)
                text[i] = Digits[(int)(milliseconds & 31)];
            RandomNumberGenerator.GetItems(Digits, text[12..]);
        });

    /// <summary>A reference as somebody read it out or copied it: in any case, with spaces in it, O for 0 and I or L for 1. Null where it is none.</summary>
    public static string? Read(string? text)
    {
        Span<char> digits = stackalloc char[Length];
        var count = 0;
        foreach (var character in text ?? "")
        {
            if (char.IsWhiteSpace(character) || character == '-')
                continue;
            if (count == Length)
                return null;
            digits[count++] = char.ToUpperInvariant(character);
        }

        if (count != Length || digits[0] != 'W' || digits[1] != 'R')
            return null;
        foreach (ref var digit in digits[2..])
        {
            digit = digit switch { 'O' => '0', 'I' or 'L' => '1', _ => digit };
            if (!Digits.Contains(digit))
                return null;
        }

        return $"wr-{digits[2..]}";
    }

    /// <summary>When a reference was made: of a refused call, when the call arrived.</summary>
    public static DateTimeOffset TimeOf(string reference)
    {
        long milliseconds = 0;
        foreach (var digit in reference.AsSpan(3, 9))
            milliseconds = milliseconds << 5 | (uint)Digits.IndexOf(digit);
        // Nine digits count further than a calendar does.
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }
}
