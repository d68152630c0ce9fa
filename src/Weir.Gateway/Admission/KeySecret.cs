using System.Security.Cryptography;

namespace Weir.Gateway.Admission;

/// <summary>
/// The hash of a secret, and once a caller has proved it, the secret's fingerprint in this process. A key in use is thus
/// checked by SipHash in place of SHA-256, which is several times slower. The shortcut gives nothing away: fingerprints
/// are compared in constant time, cannot be made without a key drawn at start, and a wrong secret always does
/// both, fingerprint and SHA-256, for known and unknown ids alike.
/// </summary>
internal sealed class KeySecret(byte[] hash)
{
    /// <summary>Opens to nothing: no input is known whose SHA-256 is all zero.</summary>
    public static KeySecret None { get; } = new(new byte[SHA256.HashSizeInBytes]);

    // Written once with one value, so a reader between the two halves sees no match and takes the long way.
    private ulong _high, _low;

    public bool IsNone => ReferenceEquals(this, None);

    public ReadOnlySpan<byte> Hash => hash;

    public bool Remembers(in Fingerprint fingerprint)
    {
        var proved = new Fingerprint(Volatile.Read(ref _high), Volatile.Read(ref _low));
        return fingerprint.EqualsInConstantTime(proved);
    }

    public bool Opens(ReadOnlySpan<byte> presented) => CryptographicOperations.FixedTimeEquals(hash, presented);

    public void Remember(in Fingerprint fingerprint)
    {
        if (IsNone)
            return;
        Volatile.Write(ref _high, fingerprint.High);
        Volatile.Write(ref _low, fingerprint.Low);
    }
}
