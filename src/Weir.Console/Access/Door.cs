using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admin;

namespace Weir.Console.Access;

/// <summary>
/// Who comes to a page. With tokens: whoever has logged in with one. Without, on a loopback address: the machine's own users, and then the page must
/// be asked for under one of the machine's own names. A form counts only when it comes from one of our own pages and brings its proof.
/// </summary>
internal sealed class Door(OperatorGate gate, TimeProvider time)
{
    private const string Unasked = "X-Weir-Unasked";
    private const string PlainCookie = "weir-console";
    /// <summary>A browser takes a cookie of this name only over TLS, for this host and the whole of it.</summary>
    private const string TlsCookie = "__Host-weir-console";

    private readonly FormProof _local = new();

    public Sessions Sessions { get; } = new(time);
    public bool AsksForToken => gate.AsksForToken;

    /// <summary>Null: nobody who may see anything; to be sent to the log-in, or away.</summary>
    /// <param name="touch">A page that somebody asked for keeps the session open; a script that asks by itself does not, and says so.</param>
    public (Operator Who, FormProof Proof)? Of(HttpContext http, bool touch = true)
    {
        if (!gate.AsksForToken)
            return OperatorGate.IsOwn(http.Request) ? (Operator.Local, _local) : null;
        if (http.Request.Cookies[NameOfCookie(http)] is not { Length: > 0 } name || Sessions.Find(name) is not { } session)
            return null;
        if (gate.Known(session.Token) is not { } who)
        {
            Sessions.Close(name);
            return null;
        }

        if (touch && http.Request.Headers[Unasked].Count == 0)
            session.Touch(time.GetUtcNow());
        return (who, session.Proof);
    }

    /// <summary>Does the browser say that one of our own pages sent this? A browser that says nothing at all is not believed.</summary>
    public static bool IsFromOurPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not "same-origin")
            return false;
        return request.Headers.Origin is { Count: > 0 } origin
            ? string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].Count > 0;
    }

    public bool TryEnter(HttpContext http, string token, out TimeSpan wait)
    {
        if (gate.Try(token, http.Connection.RemoteIpAddress, out wait) is null)
            return false;
        Leave(http);
        http.Response.Cookies.Append(NameOfCookie(http), Sessions.Open(OperatorGate.Digest(token)), Cookie(http));
        return true;
    }

    public void Leave(HttpContext http)
    {
        if (http.Request.Cookies[NameOfCookie(http)] is { Length: > 0 } name)
            Sessions.Close(name);
        http.Response.Cookies.Delete(NameOfCookie(http), Cookie(http));
    }

    private static string NameOfCookie(HttpContext http) => http.Request.IsHttps ? TlsCookie : PlainCookie;

    /// <summary>For the session of the browser only: what is kept longer could be taken longer.</summary>
    private static CookieOptions Cookie(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
