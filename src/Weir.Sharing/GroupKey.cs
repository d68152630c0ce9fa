using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Traffic;

namespace Weir.Sharing;

/// <summary>
/// The secret that the members of a sharing group have in common. Networks and clients are shared as hashes under a key that is
/// made from it anew each quarter: without the group's key nobody can guess an address from its hash, and a key that leaks
/// opens one quarter.
/// </summary>
public sealed class GroupKey
{
    public const int Length = 32;

    private readonly byte[] _key;

    private GroupKey(byte[] key) => _key = key;

    /// <summary>Reads 32 bytes in base64, as <c>openssl rand -base64 32</c> writes them.</summary>
    public static GroupKey? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Length ? new GroupKey(bytes[..Length].ToArray()) : null;
    }

    public static string EpochOf(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime.Year}Q{((time.UtcDateTime.Month - 1) / 3) + 1}");

    /// <summary>Hashes what was seen in that quarter.</summary>
    public KeyedHasher HasherOf(string epoch) => new(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("weir indicators " + epoch)));
}
