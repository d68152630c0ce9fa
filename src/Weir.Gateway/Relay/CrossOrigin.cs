using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Relay;

/// <summary>
/// Calls from pages in browsers, for origins that the operator lists. A browser asks first, without any credential, whether a page
/// may call at all, and hides every answer that does not name the page's origin: a refusal too.
/// </summary>
/// <remarks>
/// Nobody is listed unless the operator says so: on a developer's machine the browser's question is what keeps a
/// strange page from spending through a gateway on loopback.
/// </remarks>
public static class CrossOrigin
{
    // A day is more than browsers keep it; the list may change, so they ask again every ten minutes.
    private const string AskAgainAfter = "600";

    /// <summary>Answers a browser's question before a call; false where it is none, or comes from an origin that nobody listed.</summary>
    public static bool TryAnswerPreflight(HttpContext http, IReadOnlyList<string> origins)
    {
        var request = http.Request;
        if (origins.Count == 0 || !HttpMethods.IsOptions(request.Method))
            return false;
        var method = request.Headers.AccessControlRequestMethod;
        if (method.Count != 1 || !TryGrant(http, origins))
            return false;
        var headers = http.Response.Headers;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowMethods = method;
        if (request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked)
            headers.AccessControlAllowHeaders = asked;
        headers.AccessControlMaxAge = AskAgainAfter;
        return true;
    }

    /// <summary>Lets the page read the answer, unless the upstream has said already who may.</summary>
    public static bool TryGrant(HttpContext http, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0 || http.Request.Headers.Origin is not { Count: 1 } values || values[0] is not { } origin || !IsListed(origins, origin))
            return false;
        var headers = http.Response.Headers;
        if (headers.AccessControlAllowOrigin.Count > 0)
            return true;
        headers.AccessControlAllowOrigin = origin;
        // The answer differs by who asks, which a cache in between must know.
        headers.Append("Vary", "Origin");
        // What clients read of a refusal; a page sees few headers unasked.
        headers.AccessControlExposeHeaders = "*, retry-after, x-request-id, x-weir-reference";
        return true;
    }

    private static bool IsListed(IReadOnlyList<string> origins, string origin)
    {
        foreach (var listed in origins)
        {
            if (listed is "*" || listed.Equals(origin, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
