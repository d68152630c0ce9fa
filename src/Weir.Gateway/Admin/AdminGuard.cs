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
/// Who may use the admin port. With tokens: whoever brings one, for what its role allows. Without one the port listens on a loopback
/// address, and the machine's own users may; then a page in a browser on this machine must not be able to, so calls under a foreign
/// host name (DNS rebinding) or from a foreign origin are refused. Whoever guesses is slowed by address and logged; a right token is never
/// refused because others guessed.
/// </summary>
internal sealed partial class AdminGuard(ConfigSource config, TimeProvider time, ILogger<AdminGuard> log)
{
    private const string Scheme = "Bearer ";
    private const int FailuresPerMinute = 10;
    /// <summary>The one address where roles below admin may send more than questions; it looks at each act itself.</summary>
    private const string Acts = "/api/acts";

    private readonly MonotonicClock _clock = new(time);
    private readonly SipHash _sip = SipHash.Create();
    private readonly long[] _failed = new long[1024];

    public Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (Refuse(http) is not var (status, message, wait))
            return next(http);
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (wait > TimeSpan.Zero)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(new AdminError(message), AdminJson.Options, http.RequestAborted);
    }

    /// <summary>Null lets the call pass.</summary>
    private (int Status, string Message, TimeSpan Wait)? Refuse(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return null;
        var current = config.Current;
        if (current.AdminToken is null)
        {
            if (!IsOwn(request.Host) || IsForeign(request.Headers))
                return (StatusCodes.Status403Forbidden, "Without an admin token the admin port answers to this machine's own names only.", TimeSpan.Zero);
            Operator.Local.Enter(http);
            return null;
        }

        if (Known(current, request.Headers.Authorization.ToString()) is not { } known)
            return Failed(http, request);
        known.Enter(http);
        var looks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var may = looks ? known.MayLook : known.MayAll || (known.Role != OperatorRole.Viewer && request.Path.Equals(Acts, StringComparison.Ordinal));
        return may ? null : (StatusCodes.Status403Forbidden, $"The role of '{known.Name}' does not allow this.", TimeSpan.Zero);
    }

    private (int, string, TimeSpan) Failed(HttpContext http, HttpRequest request)
    {
        var address = http.Connection.RemoteIpAddress;
        if (request.Headers.Authorization.Count > 0)
        {
            if (!Bucket.TryTake(ref _failed[_sip.Of(address is null ? default : address.GetAddressBytes()).Low % (ulong)_failed.Length], _clock.Now, Bucket.Weight(1, FailuresPerMinute), out var wait))
                return (StatusCodes.Status429TooManyRequests, "Too many wrong tokens from this address.", MonotonicClock.Span(wait));
            LogWrong(address);
        }

        return (StatusCodes.Status401Unauthorized, "The admin port needs a token as Authorization: Bearer.", TimeSpan.Zero);
    }

    /// <summary>Looks through all tokens whichever fits, so that the time tells nothing.</summary>
    private static Operator? Known(WeirConfig config, string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), given);
        var found = Matches(given, config.AdminToken!.Value) ? new Operator("admin", OperatorRole.Admin) : null;
        foreach (var one in config.Operators)
        {
            if (Matches(given, one.Token!.Value))
                found = new Operator(one.Name, one.Role);
        }

        return found;
    }

    private static bool Matches(ReadOnlySpan<byte> given, string token)
    {
        // Hashed first, so that neither the time nor the length of the comparison tells anything about the token.
        Span<byte> wanted = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), wanted);
        return CryptographicOperations.FixedTimeEquals(given, wanted);
    }

    private sealed record AdminError(string Error);

    private static bool IsOwn(HostString host) =>
        host.Host is "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        || (headers.Origin is { Count: > 0 } origin && !(Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var from) && from.IsLoopback));

    [LoggerMessage(8031, LogLevel.Warning, "A wrong admin token came from {Address}")]
    private partial void LogWrong(IPAddress? address);
}
