using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Ledger.Signing;

/// <summary>
/// A private key with its name, as Go's note package writes it: <c>PRIVATE+KEY+name+id+base64</c>. It never prints itself.
/// </summary>
public sealed class SigningKey
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] _private;

    private SigningKey(string name, SignatureKind kind, byte[] privateKey)
    {
        _private = privateKey;
        Verifier = new VerifierKey(name, kind, Ed25519.PublicKeyOf(privateKey));
    }

    public VerifierKey Verifier { get; }
    public string Name => Verifier.Name;

    public static SigningKey Create(string name, SignatureKind kind = SignatureKind.Note) => new(name, kind, RandomNumberGenerator.GetBytes(Ed25519.KeyBytes));

    public static bool TryParse(string text, [NotNullWhen(true)] out SigningKey? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('+', 3) is not [var name, _, var secret])
            return false;
        if (!VerifierKey.IsName(name) || !StrictBase64.TryRead(secret, out var bytes) || bytes.Length != 1 + Ed25519.KeyBytes
            || (SignatureKind)bytes[0] is not (SignatureKind.Note or SignatureKind.Cosignature))
            return false;
        var read = new SigningKey(name, (SignatureKind)bytes[0], bytes[1..]);
        if (!string.Equals(read.Export(), text, StringComparison.Ordinal))
            return false;
        key = read;
        return true;
    }

    /// <summary>The secret itself, for the file that keeps it.</summary>
    public string Export() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Name}+{Verifier.Id:x8}+{Convert.ToBase64String([(byte)Verifier.Kind, .. _private])}");

    internal byte[] Sign(ReadOnlySpan<byte> message) => Ed25519.Sign(_private, message);

    /// <summary>The note with this key's signature, as <see cref="SignatureKind.Note"/> wants it.</summary>
    public SignedNote Sign(string text) => new(text, [new NoteSignature(Name, Verifier.Id, Sign(Encoding.UTF8.GetBytes(text)))]);
}
