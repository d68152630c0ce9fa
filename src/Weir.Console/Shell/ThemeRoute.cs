using Microsoft.AspNetCore.Http;

namespace Weir.Console.Shell;

/// <summary>Dark, light, or as the system has it: remembered by the browser, so that the page comes in the right one at once and without a script.</summary>
internal static class ThemeRoute
{
    public const string Cookie = "weir-theme";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Map(ConsolePages pages) => pages.Post("/theme", static _ => true, static (visit, form) =>
    {
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = visit.Http.Request.IsHttps, Path = "/", MaxAge = Kept };
        if (form["theme"].ToString() is "light" or "dark")
            visit.Http.Response.Cookies.Append(Cookie, form["theme"].ToString(), options);
        else
            visit.Http.Response.Cookies.Delete(Cookie, options);
        return Task.FromResult(visit.To(form["back"].ToString() is { Length: > 0 } back && SeeOther.IsOurs(back) ? back : "/"));
    });
}
