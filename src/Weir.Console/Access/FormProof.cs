using System.Security.Cryptography;

namespace Weir.Console.Access;

/// <summary>
/// Proof that a form is one of ours: a secret that only our own pages hold. Written under a fresh mask each time, so that the size of a packed page
/// tells nothing of it (BREACH).
/// </summary>
internal sealed class FormProof
{
    public const string Field = "_proof";
    private const int Size = 32;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(Size);

    public string Write()
    {
        Span<byte> written = stackalloc byte[2 * Size];
        RandomNumberGenerator.Fill(written[..Size]);
        for (var i = 0; i < Size; i++)
            written[Size + i] = (byte)(written[i] ^ _secret[i]);
        return Convert.ToHexStringLower(written);
    }

    public bool IsOurs(string? given)
    {
        Span<byte> read = stackalloc byte[2 * Size];
        if (given is not { Length: 4 * Size } || Convert.FromHexString(given, read, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        for (var i = 0; i < Size; i++)
            read[Size + i] ^= read[i];
        return CryptographicOperations.FixedTimeEquals(read[Size..], _secret);
    }
}
