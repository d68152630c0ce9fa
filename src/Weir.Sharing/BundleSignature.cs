using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weir.Sharing;

/// <summary>
/// A signature beside a bundle: DSSE with the payload detached, ECDSA P-256 over SHA-256. The bundle stays a plain file that any
/// STIX tool reads.
/// </summary>
public static class BundleSignature
{
    public const string PayloadType = "application/stix+json;version=2.1";

    public static byte[] Sign(ReadOnlySpan<byte> bundle, ECDsa key)
    {
        var signature = key.SignData(Envelope(bundle), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return JsonSerializer.SerializeToUtf8Bytes(new { payloadType = PayloadType, signatures = new[] { new { keyid = KeyId(key), sig = Convert.ToBase64String(signature) } } });
    }

    /// <summary>Whether one of the signatures is that key's over these bytes.</summary>
    public static bool Verify(ReadOnlySpan<byte> bundle, ReadOnlyMemory<byte> signature, ECDsa key)
    {
        try
        {
            using var json = JsonDocument.Parse(signature);
            if (!json.RootElement.GetProperty("payloadType"u8).ValueEquals(PayloadType))
                return false;
            foreach (var one in json.RootElement.GetProperty("signatures"u8).EnumerateArray())
            {
                if (one.GetProperty("sig"u8).TryGetBytesFromBase64(out var bytes) && key.VerifyData(Envelope(bundle), bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
                    return true;
            }

            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>SHA-256 of the public key, as hexadecimal digits.</summary>
    public static string KeyId(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>What is signed: the type and the bytes, each with its length before it, so that nothing can be moved from one to the other.</summary>
    private static byte[] Envelope(ReadOnlySpan<byte> bundle) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {PayloadType.Length} {PayloadType} {bundle.Length} ")), .. bundle];
}
