using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Ledger.Signing;

/// <summary>What a key signs, as the type byte of C2SP signed-note.</summary>
public enum SignatureKind : byte
{
    /// <summary>Ed25519 over the note's text.</summary>
    Note = 0x01,
    /// <summary>Ed25519 over a checkpoint and the time at which a witness saw it.</summary>
    Cosignature = 0x04,
}

/// <summary>A public key with its name, as C2SP signed-note writes it: <c>name+id+base64</c>.</summary>
public sealed class VerifierKey
{
    private readonly byte[] _public;

    public VerifierKey(string name, SignatureKind kind, ReadOnlySpan<byte> publicKey)
    {
        (Name, Kind, _public) = (name, kind, publicKey.ToArray());
        Id = IdOf(name, kind, publicKey);
        Text = string.Create(CultureInfo.InvariantCulture, $"{name}+{Id:x8}+{Convert.ToBase64String([(byte)kind, .. publicKey])}");
    }

    public string Name { get; }
    public SignatureKind Kind { get; }
    /// <summary>Tells keys apart; no proof of anything.</summary>
    public uint Id { get; }
    public ReadOnlySpan<byte> Public => _public;

    /// <summary>As it is handed around; two keys are one where their texts are.</summary>
    public string Text { get; }

    public override string ToString() => Text;

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        // Base64 may hold a plus of its own, names may not.
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !StrictBase64.TryRead(parts[2], out var bytes) || bytes.Length != 1 + Ed25519.KeyBytes)
            return false;
        if ((SignatureKind)bytes[0] is not (SignatureKind.Note or SignatureKind.Cosignature))
            return false;
        var read = new VerifierKey(parts[0], (SignatureKind)bytes[0], bytes.AsSpan(1));
        if (!string.Equals(read.Text, text, StringComparison.Ordinal))
            return false;
        key = read;
        return true;
    }

    public static bool IsName(string name) => name.Length > 0 && !name.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    private static uint IdOf(string name, SignatureKind kind, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. publicKey], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
