using System.Runtime.InteropServices;

namespace Weir.Ledger.Signing;

/// <summary>Ed25519 of RFC 8032, by the system's OpenSSL.</summary>
public static class Ed25519
{
    public const int KeyBytes = 32;
    public const int SignatureBytes = 64;

    /// <summary>What to tell a person where <see cref="IsAvailable"/> is false.</summary>
    public const string Missing = "Ed25519 needs OpenSSL: libcrypto.so.3 was not found on this machine (on Debian: apt install libssl3)";

    public static bool IsAvailable => LibCrypto.IsThere;

    /// <summary>The public key that belongs to a private one.</summary>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        using var key = Private(privateKey);
        var output = new byte[KeyBytes];
        nint length = KeyBytes;
        Demand(LibCrypto.GetPublicKey(key, ref output[0], ref length) == 1 && length == KeyBytes);
        return output;
    }

    public static byte[] Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> message)
    {
        using var key = Private(privateKey);
        var context = LibCrypto.NewContext();
        try
        {
            var signature = new byte[SignatureBytes];
            nint length = SignatureBytes;
            Demand(context != 0 && LibCrypto.BeginSign(context, 0, 0, 0, key) == 1);
            Demand(LibCrypto.Sign(context, ref signature[0], ref length, MemoryMarshal.GetReference(message), message.Length) == 1 && length == SignatureBytes);
            return signature;
        }
        finally
        {
            LibCrypto.FreeContext(context);
        }
    }

    /// <summary>False for anything that is not this key's signature over this message, whatever its shape.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Demand(IsAvailable);
        if (publicKey.Length != KeyBytes || signature.Length != SignatureBytes)
            return false;
        using var key = new LibCrypto.KeyHandle(LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, MemoryMarshal.GetReference(publicKey), KeyBytes));
        if (key.IsInvalid)
            return false;
        var context = LibCrypto.NewContext();
        try
        {
            Demand(context != 0 && LibCrypto.BeginVerify(context, 0, 0, 0, key) == 1);
            return LibCrypto.Verify(context, MemoryMarshal.GetReference(signature), SignatureBytes, MemoryMarshal.GetReference(message), message.Length) == 1;
        }
        finally
        {
            LibCrypto.FreeContext(context);
        }
    }

    private static LibCrypto.KeyHandle Private(ReadOnlySpan<byte> privateKey)
    {
        Demand(IsAvailable);
        Demand(privateKey.Length == KeyBytes);
        var key = new LibCrypto.KeyHandle(LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, MemoryMarshal.GetReference(privateKey), KeyBytes));
        Demand(!key.IsInvalid);
        return key;
    }

    /// <summary>Whoever can be without OpenSSL asks <see cref="IsAvailable"/> first.</summary>
    private static void Demand(bool done)
    {
        if (!done)
            throw new PlatformNotSupportedException(IsAvailable ? "OpenSSL refused an Ed25519 key or signature" : Missing);
    }
}
