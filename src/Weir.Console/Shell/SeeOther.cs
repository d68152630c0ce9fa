using Microsoft.AspNetCore.Http;
using Weir.Console.Serving;

namespace Weir.Console.Shell;

/// <summary>To another page of ours, which is asked for anew: a page after a form can be loaded again without doing it again.</summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.Set(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = IsOurs(path) ? path : "/";
        return Task.CompletedTask;
    }

    /// <summary>A path on this host: not "//elsewhere", and not what a browser reads as that.</summary>
    public static bool IsOurs(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}
