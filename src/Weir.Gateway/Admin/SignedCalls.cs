using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>
/// Calls that a verification service signs, one by one: <c>Weir-Signature: t=SECONDS,by=NAME,v1=HEX</c>, where HEX is HMAC-SHA256 under its
/// secret over the seconds, a full stop and the body. The secret is never sent, so who reads one call can make no other; and none counts twice.
/// </summary>
public sealed class SignedCalls(ConfigSource config, TimeProvider time)
{
    public const string Header = "Weir-Signature";
    /// <summary>How far the two clocks may be apart. For so long a call is remembered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private const int MostRemembered = 20_000;

    private readonly long _started = time.GetUtcNow().ToUnixTimeSeconds();
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Who signed; null, and why the call does not count.</summary>
    public Operator? Read(string header, ReadOnlySpan<byte> body, out string? fault)
    {
        fault = $"{Header} is not t=SECONDS,by=NAME,v1=HEX with the name of a verifier and its signature over this body.";
        if (Parts(header) is not var (seconds, name, signature))
            return null;
        Operator? found = null;
        foreach (var one in config.Current.Operators)
        {
            if (one.Role == OperatorRole.Verifier && string.Equals(one.Name, name, StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(signature, Sign(body, one.Token!.Value, seconds)))
                found = new Operator(one.Name, one.Role);
        }

        // Only whoever holds the secret learns whether the time was right.
        return found is not null && (fault = TooLate(header, seconds)) is null ? found : null;
    }

    public static byte[] Sign(ReadOnlySpan<byte> body, string secret, long seconds)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)), (byte)'.', .. body];
        return HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }

    private string? TooLate(string header, long seconds)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        // What was used before the start is not remembered: nothing signed before it counts.
        if (Math.Abs(now - seconds) > (long)Window.TotalSeconds || seconds < _started)
            return "The call was signed too long ago, too far ahead, or before the gateway was started; sign it again.";
        lock (_gate)
        {
            foreach (var (used, at) in _used)
            {
                if (Math.Abs(now - at) > 2 * (long)Window.TotalSeconds)
                    _used.Remove(used);
            }

            if (_used.Count >= MostRemembered)
                return "Too many signed calls within ten minutes.";
            return _used.TryAdd(header[header.LastIndexOf('=')..].ToLowerInvariant(), seconds) ? null : "This call was made before.";
        }
    }

    private static (long Seconds, string Name, byte[] Signature)? Parts(string header)
    {
        if (header.Length > 400 || header.Split(',') is not [var t, var by, var v1] || !t.StartsWith("t=", StringComparison.Ordinal) || !by.StartsWith("by=", StringComparison.Ordinal) || !v1.StartsWith("v1=", StringComparison.Ordinal)
            || !long.TryParse(t.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || v1.Length != 3 + 2 * SHA256.HashSizeInBytes)
            return null;
        try
        {
            return (seconds, by[3..], Convert.FromHexString(v1.AsSpan(3)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
