using System.Security.Cryptography;
using System.Text;
using Weir.Signatures.Language;

namespace Weir.Signatures.Marking;

/// <summary>Which cells a key speaks in: an owner's own, or those that a campaign's or an account's key has under it.</summary>
public enum KeyLayer : byte { Owner, Child }

/// <summary>
/// A key, by which one of two forms is chosen wherever both are open. Derived from a master: an owner's key from the master
/// and a name, a campaign's or an account's from the owner's key and a name. Who has the owner's key can derive those, so a
/// commitment to it commits to all of them.
/// </summary>
public sealed class SignatureKey
{
    public const int Bytes = 32;

    private readonly byte[] _secret;

    private SignatureKey(byte[] secret, string name, KeyLayer layer)
    {
        _secret = secret;
        Name = name;
        Layer = layer;
        Bits = BitTable.From(secret);
    }

    public string Name { get; }

    public KeyLayer Layer { get; }

    internal BitTable Bits { get; }

    public static SignatureKey Owner(ReadOnlySpan<byte> master, string name) =>
        new(Derive(master, "weir signature 1 owner " + name), name, KeyLayer.Owner);

    public SignatureKey Campaign(string name) => new(Derive(_secret, "weir signature 1 campaign " + name), name, KeyLayer.Child);

    public SignatureKey Account(string name) => new(Derive(_secret, "weir signature 1 account " + name), name, KeyLayer.Child);

    /// <summary>A key that nobody marks with, to compare against. The same numbers give the same keys on every machine.</summary>
    public static SignatureKey Decoy(int number, KeyLayer layer) =>
        new(Derive("weir signature decoys, known to everybody"u8, "decoy " + number), "decoy " + number, layer);

    /// <summary>What can be told before the key is used, so that nobody can say later that it was chosen to fit.</summary>
    public string Commitment()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData("weir signature 1 commitment\n"u8);
        sha.AppendData(_secret);
        sha.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

    private static byte[] Derive(ReadOnlySpan<byte> from, string info)
    {
        var derived = new byte[Bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, from, derived, salt: [], Encoding.UTF8.GetBytes(info));
        return derived;
    }
}
