using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;

namespace Weir.Console.Live;

/// <summary>
/// <c>/live?topic=overview&amp;topic=…</c>: server-sent events, one a change. A stream ends after some minutes and the browser asks again, so that whoever is
/// logged out meanwhile is told no more.
/// </summary>
internal static class LiveRoute
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static void Map(ConsolePages pages) => pages.Stream("/live", static who => who.MayLook, static async visit =>
    {
        using var over = new CancellationTokenSource(Longest, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, visit.Cancel);
        string[] topics = [.. visit.Http.Request.Query["topic"].OfType<string>().Take(8).Distinct(StringComparer.Ordinal)];
        if (visit.Pages.Live.Follow(topics, either.Token) is { } events)
            await TypedResults.ServerSentEvents(events).ExecuteAsync(visit.Http);
        else
            visit.Http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    });
}
