using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Weir.Gateway.Relay;

/// <summary>Passes the upstream's status and headers on as they are, but for those of the connection.</summary>
public static class AnswerHeaders
{
    /// <param name="ownCredential">
    /// The call went upstream under the operator's credential: what the upstream says of its limits is about the operator,
    /// and is neither the caller's business nor true for it.
    /// </param>
    /// <returns>False for what no server may send: a switch of protocols that nobody asked for, a header with control characters.</returns>
    public static bool TryCopy(HttpResponseMessage from, HttpResponse to, bool lengthHolds, bool ownCredential)
    {
        if ((int)from.StatusCode < 200)
            return false;
        try
        {
            Copy(from, to, lengthHolds, ownCredential);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Copy(HttpResponseMessage from, HttpResponse to, bool lengthHolds, bool ownCredential)
    {
        to.StatusCode = (int)from.StatusCode;
        var connection = from.Headers.NonValidated.TryGetValues("Connection", out var values) ? new StringValues(values.ToString()) : default;
        Copy(from.Headers.NonValidated, to.Headers, connection, ownCredential);
        Copy(from.Content.Headers.NonValidated, to.Headers, connection, ownCredential: false);
        if (lengthHolds)
            to.ContentLength = from.Content.Headers.ContentLength;
        else
            to.ContentLength = null;
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, StringValues connection, bool ownCredential)
    {
        foreach (var (name, values) in from)
        {
            if (HopByHop.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                continue;
            if (connection.Count > 0 && HopByHop.Nominates(connection, name))
                continue;
            // Where else the upstream can be reached (HTTP/3, mostly): the gateway cannot be reached there.
            if (name.Equals("Alt-Svc", StringComparison.OrdinalIgnoreCase))
                continue;
            if (ownCredential && TellsOfLimits(name))
                continue;
            to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues(values.ToArray());
        }
    }

    private static bool TellsOfLimits(string name) =>
        name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("openai-organization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("anthropic-organization-id", StringComparison.OrdinalIgnoreCase);
}
