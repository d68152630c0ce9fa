using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Weir.Ledger.Signing;

/// <summary>One signature line of a note: whose, which of their keys, and what that key made.</summary>
public sealed class NoteSignature(string name, uint keyId, byte[] signature)
{
    public string Name { get; } = name;
    public uint KeyId { get; } = keyId;
    public byte[] Signature { get; } = signature;

    private const string Mark = "— ";

    public override string ToString()
    {
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, KeyId);
        return $"{Mark}{Name} {Convert.ToBase64String([.. id, .. Signature])}";
    }

    public bool IsOf(VerifierKey key) => KeyId == key.Id && string.Equals(Name, key.Name, StringComparison.Ordinal);

    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [var name, var encoded])
            return false;
        if (!VerifierKey.IsName(name) || !StrictBase64.TryRead(encoded, out var bytes) || bytes.Length < 5)
            return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
        return true;
    }
}

/// <summary>C2SP signed-note: a text, and signatures over it. Parsing one proves nothing; <see cref="IsSignedBy"/> does.</summary>
public sealed class SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
{
    public string Text { get; } = text;
    public IReadOnlyList<NoteSignature> Signatures { get; } = signatures;

    private const int MostSignatures = 64;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        string whole;
        try
        {
            whole = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        // The last empty line parts the text from its signatures.
        var end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !whole.EndsWith('\n') || whole.AsSpan().ContainsAnyInRange('\0', '\x09') || whole.AsSpan().ContainsAnyInRange('\x0b', '\x1f'))
            return false;
        var lines = whole[(end + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures)
            return false;
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature))
                return false;
            signatures.Add(signature);
        }

        note = new SignedNote(whole[..(end + 1)], signatures);
        return true;
    }

    /// <summary>
    /// Whether this key signed. A line that names the key and does not verify spoils the note, whatever other lines say.
    /// </summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var signed = false;
        foreach (var signature in Signatures)
        {
            if (!signature.IsOf(key))
                continue;
            var good = key.Kind == SignatureKind.Cosignature
                ? Cosignature.Verifies(key, Text, signature)
                : Ed25519.Verify(key.Public, Encoding.UTF8.GetBytes(Text), signature.Signature);
            if (!good)
                return false;
            signed = true;
        }

        return signed;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(static line => line + "\n"))}";
}
