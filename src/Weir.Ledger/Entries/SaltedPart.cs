using System.Security.Cryptography;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Entries;

/// <summary>
/// Bytes with a salt. Their hash commits to them and tells nothing of them: whoever lacks the salt cannot test a guess.
/// </summary>
public sealed class SaltedPart(byte[] salt, ReadOnlyMemory<byte> bytes)
{
    public const int SaltBytes = 32;

    public byte[] Salt { get; } = salt;
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
    public TreeHash Hash { get; } = HashOf(salt, bytes.Span);

    public static SaltedPart Of(ReadOnlyMemory<byte> bytes) => new(RandomNumberGenerator.GetBytes(SaltBytes), bytes);

    private static TreeHash HashOf(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The tree's leaves and nodes begin with 0 and 1; nothing here may be taken for one of them.
        hash.AppendData([2]);
        hash.AppendData(salt);
        hash.AppendData(bytes);
        return TreeHash.Read(hash.GetHashAndReset());
    }
}

/// <summary>
/// One hash over two parts: whom something is about, and what. Either part can be shown and proved while the other is withheld:
/// evidence that names nobody proves as well as evidence that does.
/// </summary>
public static class Commitment
{
    public static TreeHash Over(TreeHash subject, TreeHash body)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * TreeHash.Bytes];
        bytes[0] = 3;
        subject.Write(bytes[1..]);
        body.Write(bytes[(1 + TreeHash.Bytes)..]);
        Span<byte> hash = stackalloc byte[TreeHash.Bytes];
        SHA256.HashData(bytes, hash);
        return TreeHash.Read(hash);
    }
}
