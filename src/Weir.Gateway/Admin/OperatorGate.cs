using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Admin;

/// <summary>
/// Whose token is it? One answer for programs, which bring it with each call, and for people, who bring it once to the console. Who guesses is slowed by
/// address and logged, wherever the guess is made; a right token is never refused because others guessed.
/// </summary>
public sealed partial class OperatorGate(ConfigSource config, TimeProvider time, ILogger<OperatorGate> log)
{
    private const int FailuresPerMinute = 10;

    private readonly MonotonicClock _clock = new(time);
    private readonly SipHash _sip = SipHash.Create();
    private readonly long[] _failed = new long[1024];

    /// <summary>False: the port listens on a loopback address, and whoever may use the machine may use it.</summary>
    public bool AsksForToken => config.Current.AdminToken is not null;

    /// <summary>Null: nobody's token. <paramref name="wait"/> is how long this address has to wait before the next guess is looked at.</summary>
    public Operator? Try(string token, IPAddress? from, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (Known(Digest(token)) is { } known)
            return known;
        Guessed(from, out wait);
        return null;
    }

    /// <summary>A call that proved nothing: told, and slowed where this address has made too many.</summary>
    internal void Guessed(IPAddress? from, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (Bucket.TryTake(ref _failed[_sip.Of(from is null ? default : from.GetAddressBytes()).Low % (ulong)_failed.Length], _clock.Now, Bucket.Weight(1, FailuresPerMinute), out var ticks))
            LogWrong(from);
        else
            wait = MonotonicClock.Span(ticks);
    }

    /// <summary>Whose token has this digest, by the configuration now in force. Looks through all of them whichever fits, so that the time tells nothing.</summary>
    public Operator? Known(ReadOnlySpan<byte> digest)
    {
        var current = config.Current;
        if (current.AdminToken is not { } master)
            return null;
        var found = Matches(digest, master.Value) ? new Operator("admin", OperatorRole.Admin) : null;
        foreach (var one in current.Operators)
        {
            // A verifier's secret signs calls and is never sent: whoever brings it as a token has read it where it should not stand.
            if (Matches(digest, one.Token!.Value) && one.Role != OperatorRole.Verifier)
                found = new Operator(one.Name, one.Role);
        }

        return found;
    }

    public static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>
    /// Where no token is asked for: does the call come to one of the machine's own names, and from none of a stranger's pages? A page in a browser
    /// on this machine must not be able to use the port (DNS rebinding, forged forms).
    /// </summary>
    public static bool IsOwn(HttpRequest request) => IsOwn(request.Host) && !IsForeign(request.Headers);

    private static bool IsOwn(HostString host) =>
        host.Host is "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        || (headers.Origin is { Count: > 0 } origin && !(Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var from) && from.IsLoopback));

    private static bool Matches(ReadOnlySpan<byte> digest, string token)
    {
        // Hashed first, so that neither the time nor the length of the comparison tells anything about the token.
        Span<byte> wanted = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), wanted);
        return CryptographicOperations.FixedTimeEquals(digest, wanted);
    }

    [LoggerMessage(8031, LogLevel.Warning, "A wrong admin token came from {Address}")]
    private partial void LogWrong(IPAddress? address);
}
