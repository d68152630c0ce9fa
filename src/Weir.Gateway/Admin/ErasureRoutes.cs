using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Admission;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;

namespace Weir.Gateway.Admin;

/// <summary>
/// To have an account erased: an act with a reason, recorded, and kept before it is answered. Its keys are revoked at once; what is stored of it
/// goes at the next start.
/// </summary>
internal static class ErasureRoutes
{
    private const int LargestBody = 16 << 10;
    private const int MostReason = 4_000;

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

        if (asked?.Reason is not { Length: > 0 and <= MostReason } reason)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "To erase an account needs a reason.");
            return;
        }

        var request = new ErasureRequest(account, Operator.Of(http).Name, reason, parts.Time.GetUtcNow());
        var revoked = 0;
        try
        {
            parts.Erasures.Add(request);
            var keys = new KeyFile(parts.Data.Path, parts.Time);
            foreach (var key in keys.Read().All.Where(key => key.Revoked is null && string.Equals(key.Account, account, StringComparison.Ordinal)))
                revoked += (await keys.RevokeAsync(key.Id, CancellationToken.None)).Failed ? 0 : 1;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status507InsufficientStorage, "The request could not be kept: the data folder cannot be written.");
            return;
        }

        // The entry is about the account, so its payload goes with the rest; that something was asked for, and when, stays.
        parts.Ledger.RecordLine(EntryType.OperatorAction, GatewayLedger.ByOperator, JsonSerializer.SerializeToUtf8Bytes(new { act = "erase", account, by = request.By, reason }));
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        await http.Response.WriteAsJsonAsync(new Answer(account, revoked, "its keys are revoked; what is stored of it goes at the next start of the gateway"), AdminJson.Options, http.RequestAborted);
    }

    private sealed record Answer(string Account, int KeysRevoked, string Says);
}
