using Microsoft.AspNetCore.Http;

namespace Weir.Console.Serving;

/// <summary>What every answer of the console says to the browser: nothing from elsewhere, nothing inline, in nobody's frame, told to nobody.</summary>
internal static class PageHeaders
{
    /// <summary>
    /// Scripts and styles come from our own files only; a script may not make markup out of text (trusted types without any policy). Pictures that
    /// scripts draw are canvases and need no leave.
    /// </summary>
    private const string Content =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'";

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Content;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": under that a browser calls the origin of our own forms null, and the check of it is worth more.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
