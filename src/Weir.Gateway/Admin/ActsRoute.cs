using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Weir.Policy;

namespace Weir.Gateway.Admin;

/// <summary>What an operator asks for: one act, on one subject, for a reason.</summary>
public sealed record ActRequest
{
    public string Act { get; init; } = "";
    public string? SubjectKind { get; init; }
    public string? Subject { get; init; }
    /// <summary>The account of an end user.</summary>
    public string? Of { get; init; }
    public string? Posture { get; init; }
    /// <summary>How long it holds: 30m, 12h, 7d.</summary>
    public string? For { get; init; }
    /// <summary>The proposal, licence, appeal, request or undelivered notice that is answered.</summary>
    public string? Id { get; init; }
    public string? Reason { get; init; }
    public string? Text { get; init; }
    public string? Clause { get; init; }
    /// <summary>Who acts, on a port without tokens.</summary>
    public string? Actor { get; init; }
    public IReadOnlyList<string>? Models { get; init; }
    public IReadOnlyList<string>? Kinds { get; init; }
    public long? Tokens { get; init; }
}

/// <summary>The operator's hands: every act names its actor and its reason, is kept before it is answered, and holds within a second.</summary>
internal static class ActsRoute
{
    private const int LargestBody = 64 << 10;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts) =>
        routes.MapPost("/api/acts", (HttpContext http) => ActAsync(http, parts.Acts));

    private static async Task ActAsync(HttpContext http, OperatorActs acts)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody;
        ActRequest? asked = null;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<ActRequest>(http.Request.Body, AdminJson.Options, http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is JsonException or BadHttpRequestException)
        {
            // Told below.
        }

        if (asked is null)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "The body is no act: send JSON with act, subject and reason.");
            return;
        }

        var outcome = await acts.ActAsync(asked, Operator.Of(http));
        if (outcome.Fault is { } fault)
        {
            await AdminAnswers.RefuseAsync(http, outcome.Status, fault);
            return;
        }

        AdminAnswers.Json(http);
        await http.Response.Body.WriteAsync(outcome.Entries is [var entry] ? PolicyEntryJson.Write(entry) : JsonSerializer.SerializeToUtf8Bytes(new { act = asked.Act, id = asked.Id }), http.RequestAborted);
    }
}
