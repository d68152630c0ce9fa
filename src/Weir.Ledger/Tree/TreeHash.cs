using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Weir.Ledger.Signing;

namespace Weir.Ledger.Tree;

/// <summary>A SHA-256 in a Merkle tree of RFC 6962, as a value.</summary>
public readonly record struct TreeHash(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static TreeHash Empty { get; } = Read(SHA256.HashData(ReadOnlySpan<byte>.Empty));

    public static TreeHash Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    public override string ToString() => Convert.ToBase64String(ToBytes());

    public static bool TryParse(string base64, out TreeHash hash)
    {
        hash = default;
        if (!StrictBase64.TryRead(base64, out var bytes) || bytes.Length != Bytes)
            return false;
        hash = Read(bytes);
        return true;
    }

    /// <summary>The hash of a leaf: the byte 0 and then what stands in it.</summary>
    [SuppressMessage("Reliability", "CA2014", Justification = "Not in a loop")]
    public static TreeHash OfLeaf(ReadOnlySpan<byte> leaf)
    {
        Span<byte> room = leaf.Length < 1024 ? stackalloc byte[1 + leaf.Length] : new byte[1 + leaf.Length];
        room[0] = 0;
        leaf.CopyTo(room[1..]);
        return Of(room);
    }

    /// <summary>The hash of an inner node: the byte 1 and then its two children.</summary>
    public static TreeHash OfNode(in TreeHash left, in TreeHash right)
    {
        Span<byte> room = stackalloc byte[1 + 2 * Bytes];
        room[0] = 1;
        left.Write(room[1..]);
        right.Write(room[(1 + Bytes)..]);
        return Of(room);
    }

    private static TreeHash Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(bytes, hash);
        return Read(hash);
    }
}
