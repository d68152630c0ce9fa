using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Admission;

/// <summary>
/// What one of Weir's own keys looks like: <c>weir_&lt;id&gt;_&lt;secret&gt;</c>. The id is no secret and finds the record; the secret has
/// 256 bits. Both are lower-case letters and digits, so a key survives double-clicks, URLs and headers as it is.
/// </summary>
internal static class KeyText
{
    public const string Prefix = "weir_";
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private const int IdLength = 10, SecretLength = 52;
    private const int Length = 5 + IdLength + 1 + SecretLength;

    public static string NewId() => RandomNumberGenerator.GetString(Alphabet, IdLength);

    public static string NewKey(string id) => Prefix + id + "_" + RandomNumberGenerator.GetString(Alphabet, SecretLength);

    /// <summary>The id inside a key of the right shape.</summary>
    public static bool TryReadId(ReadOnlySpan<char> key, out ReadOnlySpan<char> id)
    {
        id = default;
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal) || key[Prefix.Length + IdLength] != '_')
            return false;
        id = key.Slice(Prefix.Length, IdLength);
        return !id.ContainsAnyExcept(Letters) && !key[^SecretLength..].ContainsAnyExcept(Letters);
    }

    /// <summary>
    /// SHA-256 over the whole key. No salt and no slow hash: there is nothing to guess in 256 random bits, and the id
    /// inside makes every input unlike every other.
    /// </summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(key, bytes)], hash);
    }
}
