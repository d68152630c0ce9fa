using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Weir.Signatures.Language;
using Weir.Traffic;

namespace Weir.Signatures.Marking;

/// <summary>
/// What a key chooses in every cell, worked out once: 256 bits for each carrier out of its name, so that new carriers leave
/// the others' bits alone. No cryptography happens while text streams.
/// </summary>
internal sealed class BitTable
{
    /// <summary>Of 256 values, those that belong to the owner's layer: about 70%.</summary>
    private const int OwnerShare = 179;

    private static readonly byte[][] Names = [.. Carriers.All.Select(static carrier => Encoding.UTF8.GetBytes("bit " + carrier.Name))];
    private static readonly bool[] ChildCells = ChildLayer();

    private readonly byte[] _bits;

    private BitTable(byte[] bits, ulong salt)
    {
        _bits = bits;
        Salt = salt;
    }

    /// <summary>For choices that are made slot by slot: which slots are marked at a strength below one.</summary>
    public ulong Salt { get; }

    public static BitTable From(ReadOnlySpan<byte> secret)
    {
        var bits = new byte[Carriers.All.Length * HMACSHA256.HashSizeInBytes];
        for (var carrier = 0; carrier < Names.Length; carrier++)
            HMACSHA256.HashData(secret, Names[carrier], bits.AsSpan(carrier * HMACSHA256.HashSizeInBytes));
        Span<byte> salt = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, "salt"u8, salt);
        return new BitTable(bits, BinaryPrimitives.ReadUInt64LittleEndian(salt));
    }

    /// <summary>The form, 0 or 1, that the key chooses in a cell.</summary>
    public int this[int cell]
    {
        get
        {
            var (carrier, context) = Math.DivRem(cell, Contexts.Count);
            return (_bits[(carrier * HMACSHA256.HashSizeInBytes) + (context >> 3)] >> (context & 7)) & 1;
        }
    }

    /// <summary>For the laboratory: a choice by any number of words in front, of which there is no table.</summary>
    public int Wide(int carrier, ulong context)
    {
        var hash = (context ^ Salt ^ ((ulong)(carrier + 1) * 0x9E3779B97F4A7C15)) * 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return BitOperations.PopCount(hash) & 1;
    }

    /// <summary>Whether a cell is left to campaigns' and accounts' keys where both layers are on. No secret: the same everywhere.</summary>
    public static bool IsChild(int cell) => ChildCells[cell];

    private static bool[] ChildLayer()
    {
        var child = new bool[Carriers.All.Length * Contexts.Count];
        var bytes = new byte[Contexts.Count];
        foreach (var carrier in Carriers.All)
        {
            HKDF.Expand(HashAlgorithmName.SHA256, SHA256.HashData(Encoding.UTF8.GetBytes("layer " + carrier.Name)), bytes, []);
            for (var context = 0; context < Contexts.Count; context++)
                child[(carrier.Index * Contexts.Count) + context] = bytes[context] >= OwnerShare;
        }

        return child;
    }
}
