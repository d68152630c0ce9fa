using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>
/// Who may use the admin port. With a token: whoever brings it. Without one the port listens on a loopback address, and
/// the machine's own users may; then a page in a browser on this machine must not be able to, so calls under a foreign
/// host name (DNS rebinding) or from a foreign origin are refused.
/// </summary>
internal sealed class AdminGuard(ConfigSource config)
{
    private const string Scheme = "Bearer ";

    public Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (Refuse(http.Request) is not var (status, message))
            return next(http);
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        return http.Response.WriteAsJsonAsync(new AdminError(message), AdminJson.Options, http.RequestAborted);
    }

    /// <summary>Null lets the call pass.</summary>
    private (int Status, string Message)? Refuse(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return null;
        if (config.Current.AdminToken is { } token)
            return Matches(request.Headers.Authorization.ToString(), token.Value) ? null : (StatusCodes.Status401Unauthorized, "The admin port needs the admin token as Authorization: Bearer.");
        return IsOwn(request.Host) && !IsForeign(request.Headers) ? null : (StatusCodes.Status403Forbidden, "Without an admin token the admin port answers to this machine's own names only.");
    }

    private static bool Matches(string header, string token)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        // Hashed first, so that neither the time nor the length of the comparison tells anything about the token.
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes], wanted = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), given);
        SHA256.HashData(Encoding.UTF8.GetBytes(token), wanted);
        return CryptographicOperations.FixedTimeEquals(given, wanted);
    }

    private sealed record AdminError(string Error);

    private static bool IsOwn(HostString host) =>
        host.Host is "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        || (headers.Origin is { Count: > 0 } origin && !(Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var from) && from.IsLoopback));
}
