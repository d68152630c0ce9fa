using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Support;
using Weir.Policy;

namespace Weir.Gateway.Admin;

/// <summary>What a reference stands for, for support. Whoever may look at accounts may ask.</summary>
internal static class ReferenceRoute
{
    /// <summary>Each may read an hour of the journal: a second one waits.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts) =>
        routes.MapGet("/api/references/{reference}", async (string reference, HttpContext http) =>
        {
            if (References.Read(reference) is not { } read)
                return No("A reference is 'wr-' and nineteen letters and digits; in an answer it stands in the header x-weir-reference.", StatusCodes.Status400BadRequest);
            await OneAtATime.WaitAsync(http.RequestAborted);
            try
            {
                return await parts.References.FindAsync(read, http.RequestAborted) is { } found
                    ? Results.Json(found, PolicyEntryJson.Options)
                    : No($"Nothing that is kept bears {read}. It was made {References.TimeOf(read).UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, if it is one of Weir's.", StatusCodes.Status404NotFound);
            }
            finally
            {
                OneAtATime.Release();
            }
        });

    private static IResult No(string error, int status) => Results.Json(new { error }, PolicyEntryJson.Options, statusCode: status);
}
