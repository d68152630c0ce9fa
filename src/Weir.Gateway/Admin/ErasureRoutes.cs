using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Weir.Gateway.Admin;

/// <summary>
/// To have an account erased: an act with a reason, recorded, and kept before it is answered. Its keys are revoked at once; what is stored of it
/// goes at the next start.
/// </summary>
internal static class ErasureRoutes
{
    private const int LargestBody = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        routes.MapPost("/api/accounts/{account}/erasure", (HttpContext http) => AskAsync(http, parts));
        routes.MapGet("/api/erasures", () => Results.Json(parts.Erasures.Pending, AdminJson.Options));
    }

    private sealed record Asked(string? Reason);

    private static async Task AskAsync(HttpContext http, GatewayParts parts)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody;
        if (AccountAddress.Of(http) is not { } account)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "No account can be called this: a name has 1 to 512 characters, none of them a control character.");
            return;
        }

        Asked? asked = null;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<Asked>(http.Request.Body, AdminJson.Options, http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is JsonException or BadHttpRequestException)
        {
            // Told below.
        }

        if (asked?.Reason is not { Length: > 0 and <= AccountErasure.MostReason } reason)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "To erase an account needs a reason.");
            return;
        }

        if (await AccountErasure.AskAsync(parts, account, Operator.Of(http), reason) is not { } revoked)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status507InsufficientStorage, "The request could not be kept: the data folder cannot be written.");
            return;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
        await http.Response.WriteAsJsonAsync(new Answer(account, revoked, "its keys are revoked; what is stored of it goes at the next start of the gateway"), AdminJson.Options, http.RequestAborted);
    }

    private sealed record Answer(string Account, int KeysRevoked, string Says);
}
