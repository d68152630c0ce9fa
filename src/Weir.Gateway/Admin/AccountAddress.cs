using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Gateway.Findings;

namespace Weir.Gateway.Admin;

/// <summary>
/// The account that an address names. It is taken from the target as it was sent: a name may hold an escaped slash, and what
/// the server makes of a path cannot tell that from an escaped percent sign.
/// </summary>
public static class AccountAddress
{
    /// <param name="before">What stands before the name.</param>
    /// <returns>Null: no account can be called this.</returns>
    public static string? Of(HttpContext http, string before = "/api/accounts/")
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var end = target.IndexOfAny('?', '#');
        target = end < 0 ? target : target[..end];
        var start = target.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var name = target[(start + before.Length)..];
        var slash = name.IndexOf('/');
        var account = Uri.UnescapeDataString((slash < 0 ? name : name[..slash]).ToString());
        return FactLines.IsName(account) ? account : null;
    }
}
