using System.Globalization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Console.Shell;

namespace Weir.Console.Access;

/// <summary>In with a token, and out again.</summary>
internal static class LoginPages
{
    private const string Path = "/login";
    private const int LargestForm = 4 << 10;

    public static void Map(ConsolePages pages)
    {
        pages.Open(Path, HttpMethods.Get, http => Task.FromResult(pages.Door.Of(http) is not null
            ? new SeeOther(Back(http.Request.Query["to"]))
            : pages.Door.AsksForToken ? Form(http.Request.Query["to"], null) : Refused(StatusCodes.Status403Forbidden, OwnNamesOnly)));
        pages.Open(Path, HttpMethods.Post, http => EnterAsync(pages.Door, http));
        pages.Post("/logout", static _ => true, static (visit, _) =>
        {
            visit.Pages.Door.Leave(visit.Http);
            return Task.FromResult(visit.To(Path));
        });
    }

    /// <summary>For whoever may see nothing: a page that was asked for comes after the log-in.</summary>
    public static Task<IResult> AwayAsync(ConsolePages pages, HttpContext http)
    {
        if (!pages.Door.AsksForToken)
            return Task.FromResult(Refused(StatusCodes.Status403Forbidden, OwnNamesOnly));
        var looks = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var asked = http.Request.Path + http.Request.QueryString;
        return Task.FromResult<IResult>(new SeeOther(looks && asked is not "/" ? $"{Path}?to={Uri.EscapeDataString(asked)}" : Path));
    }

    private const string OwnNamesOnly = "Without an admin token the console answers to this machine's own names only: open it as http://127.0.0.1 or http://localhost with its port.";

    private static async Task<IResult> EnterAsync(Door door, HttpContext http)
    {
        if (!Door.IsFromOurPage(http.Request))
            return Refused(StatusCodes.Status403Forbidden, "This form was not sent by a page of this console.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestForm;
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException or InvalidOperationException)
        {
            return Refused(StatusCodes.Status400BadRequest, "The form is too large, or no form.");
        }

        var to = Back(form["to"]);
        if (!door.AsksForToken || door.TryEnter(http, form["token"].ToString().Trim(), out var wait))
            return new SeeOther(to);
        if (wait <= TimeSpan.Zero)
            return Form(to, "Nobody's token. Tokens are told in the gateway's configuration: admin_token and operators.", StatusCodes.Status401Unauthorized);
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Form(to, "Too many wrong tokens from this address. Wait a moment.", StatusCodes.Status429TooManyRequests);
    }

    private static string Back(string? to) => SeeOther.IsOurs(to) ? to! : "/";

    private static IResult Form(string? to, string? wrong, int status = StatusCodes.Status200OK) => new DoorResult(Back(to), wrong, AsksForToken: true, status);

    private static IResult Refused(int status, string says) => new DoorResult("/", says, AsksForToken: false, status);

    private sealed record DoorResult(string To, string? Wrong, bool AsksForToken, int Status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using var renderer = new HtmlRenderer(httpContext.RequestServices, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
            var page = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<LoginFrame>(Microsoft.AspNetCore.Components.ParameterView.FromDictionary(
                new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LoginFrame.To)] = To, [nameof(LoginFrame.Wrong)] = Wrong, [nameof(LoginFrame.AsksForToken)] = AsksForToken }))).ToHtmlString());
            httpContext.Response.StatusCode = Status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            await httpContext.Response.WriteAsync(page, httpContext.RequestAborted);
        }
    }
}
