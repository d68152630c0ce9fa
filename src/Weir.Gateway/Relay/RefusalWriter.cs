using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Enforcement;
using Weir.Gateway.Limits;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Relay;

/// <summary>Says no in the caller's own dialect, with a reference that the operator's support can look up.</summary>
public static class RefusalWriter
{
    /// <param name="limits">What is left of the caller's limits, told with a 429; null where it got no further than the door.</param>
    /// <param name="origins">Origins whose pages may read it.</param>
    public static async Task WriteAsync(HttpContext http, Provider provider, Refusal refusal, string reference, Reservation? limits, IReadOnlyList<string> origins, PostureSnapshot? terms = null)
    {
        var response = http.Response;
        if (response.HasStarted)
        {
            http.Abort();
            return;
        }

        // What an upstream's headers may have left there is not part of this answer.
        response.Clear();
        response.StatusCode = refusal.Status;
        CrossOrigin.TryGrant(http, origins);
        if (refusal.Status == StatusCodes.Status429TooManyRequests)
            limits?.WriteHeaders(response.Headers, provider);
        if (terms is not null)
            TermsHeaders.Write(response.Headers, terms);
        response.ContentType = WireErrors.ContentType;
        response.Headers["x-request-id"] = reference;
        response.Headers["x-weir-reference"] = reference;
        response.Headers.CacheControl = "no-store";
        if (provider == Provider.Anthropic)
            response.Headers["request-id"] = reference;
        if (refusal.RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        else if (refusal.Status is < 500 and not 429 and not 408)
        {
            response.Headers["x-should-retry"] = "false";
        }

        if (refusal.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        var body = WireErrors.Body(provider, refusal.Status, refusal.Code, refusal.Message, reference, refusal.RetryAfter);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(body, http.RequestAborted);
    }
}
