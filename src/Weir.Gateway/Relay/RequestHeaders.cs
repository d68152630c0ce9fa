using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Weir.Traffic;

namespace Weir.Gateway.Relay;

/// <summary>What of the caller's headers the upstream gets to see.</summary>
public static class RequestHeaders
{
    // Host and length are made anew. Accept-Encoding stays here: Weir reads the answers. Forwarding headers say where a
    // caller sits, which the upstream has no need to know and no reason to believe.
    private static readonly FrozenSet<string> NotPassed = new[]
    {
        "Host", "Content-Length", "Accept-Encoding", "Expect",
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OfContent = new[]
    {
        "Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Content-MD5", "Content-Range",
        "Content-Disposition", "Allow", "Expires", "Last-Modified",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static void Copy(IHeaderDictionary from, HttpRequestMessage to, WeirConfig config, bool passCredential, bool decoded)
    {
        var connection = from.Connection;
        // "keep-alive" and "close" nominate nothing; the walk over names is only for those who do.
        var nominates = connection.Count > 0 && connection.ToString() is not ("keep-alive" or "Keep-Alive" or "close" or "");
        foreach (var (name, values) in from)
        {
            if (HopByHop.Contains(name) || NotPassed.Contains(name) || (nominates && HopByHop.Nominates(connection, name)))
                continue;
            if (!passCredential && CallerCredential.IsCredentialHeader(name))
                continue;
            if (config.Identity.Kind == IdentityKind.Header && IsIdentity(config.Identity, name))
                continue;
            if (OfContent.Contains(name))
            {
                if (to.Content is not null && !(decoded && name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)))
                    Add(to.Content.Headers, name, values);
                continue;
            }

            Add(to.Headers, name, values);
        }
    }

    /// <summary>Puts the upstream's credential where its provider looks for it.</summary>
    public static void Authorize(HttpRequestMessage message, Secret credential, Provider provider)
    {
        var (name, value) = CallerCredential.HeaderFor(provider, credential.Value);
        message.Headers.TryAddWithoutValidation(name, value);
    }

    private static void Add(HttpHeaders headers, string name, StringValues values)
    {
        // The server refuses them, and the client would write them out: what no header can hold must not hang on one of the two.
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                return;
        }

        if (values.Count == 1)
            headers.TryAddWithoutValidation(name, values.ToString());
        else
            headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    private static bool IsIdentity(IdentityConfig identity, string name) =>
        name.Equals(identity.AccountHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals(identity.OrganizationHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals(identity.KeyHeader, StringComparison.OrdinalIgnoreCase);
}
