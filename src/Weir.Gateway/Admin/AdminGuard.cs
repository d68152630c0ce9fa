using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>
/// Who may use the admin port. With tokens: whoever brings one, for what its role allows. Without one the port listens on a loopback
/// address, and the machine's own users may; then a page in a browser on this machine must not be able to, so calls under a foreign
/// host name (DNS rebinding) or from a foreign origin are refused. A verification service signs each of its calls instead. Pages for people have a door of their own (<see cref="AdminPage"/>).
/// </summary>
internal sealed class AdminGuard(OperatorGate gate, SignedCalls signed)
{
    private const string Scheme = "Bearer ";
    /// <summary>The one address where roles below admin may send more than questions; it looks at each act itself.</summary>
    private const string Acts = "/api/acts";
    private const int LargestSigned = 64 << 10;
    private const string TooMany = "Too many wrong tokens from this address.";

    public Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AdminPage>() is not null && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return next(http);
        if (gate.AsksForToken && http.Request.Headers.TryGetValue(SignedCalls.Header, out var signature))
            return SignedAsync(http, signature.ToString(), next);
        return Refuse(http) is var (status, message, wait) ? NoAsync(http, status, message, wait) : next(http);
    }

    private async Task SignedAsync(HttpContext http, string signature, RequestDelegate next)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Path.Equals(Acts, StringComparison.Ordinal))
        {
            await NoAsync(http, StatusCodes.Status403Forbidden, "A signed call is one to POST /api/acts.", TimeSpan.Zero);
            return;
        }

        // What the signature is over: read whole, before anybody believes a word of it.
        var body = new byte[LargestSigned + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, http.RequestAborted);
        string? fault = "A signed call has at most 64 KiB.";
        if (length <= LargestSigned && signed.Read(signature, body.AsSpan(0, length), out fault) is { } known)
        {
            known.Enter(http);
            request.Body = new MemoryStream(body, 0, length, writable: false);
            await next(http);
            return;
        }

        gate.Guessed(http.Connection.RemoteIpAddress, out var wait);
        await NoAsync(http, wait > TimeSpan.Zero ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized, wait > TimeSpan.Zero ? TooMany : fault!, wait);
    }

    private static Task NoAsync(HttpContext http, int status, string message, TimeSpan wait)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (wait > TimeSpan.Zero)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(new AdminError(message), AdminJson.Options, http.RequestAborted);
    }

    /// <summary>Null lets the call pass.</summary>
    private (int Status, string Message, TimeSpan Wait)? Refuse(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return null;
        if (!gate.AsksForToken)
        {
            if (!OperatorGate.IsOwn(request))
                return (StatusCodes.Status403Forbidden, "Without an admin token the admin port answers to this machine's own names only.", TimeSpan.Zero);
            Operator.Local.Enter(http);
            return null;
        }

        var header = request.Headers.Authorization.ToString();
        var wait = TimeSpan.Zero;
        if (header.Length == 0 || gate.Try(header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "", http.Connection.RemoteIpAddress, out wait) is not { } known)
        {
            return wait > TimeSpan.Zero
                ? (StatusCodes.Status429TooManyRequests, TooMany, wait)
                : (StatusCodes.Status401Unauthorized, header.Length == 0 ? "The admin port needs a token as Authorization: Bearer." : "This token is nobody's here.", TimeSpan.Zero);
        }

        known.Enter(http);
        var looks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var may = looks ? known.MayLook : known.MayAll || (known.Role != OperatorRole.Viewer && request.Path.Equals(Acts, StringComparison.Ordinal));
        return may ? null : (StatusCodes.Status403Forbidden, $"The role of '{known.Name}' does not allow this.", TimeSpan.Zero);
    }

    private sealed record AdminError(string Error);
}
