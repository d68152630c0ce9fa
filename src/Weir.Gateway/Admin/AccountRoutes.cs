using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Gateway.Findings;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Admin;

/// <summary>One account: what detection says of it, and what the operator knows of it.</summary>
internal static class AccountRoutes
{
    private const int LargestFacts = 64 << 10;
    /// <summary>Lines of a bulk that are kept and synced together.</summary>
    private const int Together = 5_000;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        routes.MapGet("/api/accounts/{account}", (HttpContext http) => LookAsync(http, parts));
        routes.MapPut("/api/accounts/{account}/facts", (HttpContext http) => PutAsync(http, parts));
        routes.MapDelete("/api/accounts/{account}/facts", (HttpContext http) => DeleteAsync(http, parts));
        routes.MapPost("/api/accounts/facts", (HttpContext http) => PostAsync(http, parts));
    }

    private static async Task LookAsync(HttpContext http, GatewayParts parts)
    {
        if (AccountAddress.Of(http) is not { } account)
        {
            await NoNameAsync(http);
            return;
        }

        var look = await parts.Detection.AskAsync(state => new Look(state.Analysis.Find(account), state.Facts.Of(account)), http.RequestAborted);
        if (look is null)
            await AdminAnswers.BusyAsync(http);
        else if (look is { Finding: null, Facts: null })
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status404NotFound, "Nothing is known of this account.");
        else
            await WriteAsync(http, account, look);
    }

    private static async Task WriteAsync(HttpContext http, string account, Look look)
    {
        AdminAnswers.Json(http);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("account"u8, account);
        json.WritePropertyName("finding"u8);
        if (look.Finding is { } finding)
            FindingJson.Write(json, finding);
        else
            json.WriteNullValue();
        json.WritePropertyName("facts"u8);
        if (look.Facts is { } facts)
            AccountFactsJson.Write(json, facts);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }

    private static async Task PutAsync(HttpContext http, GatewayParts parts)
    {
        if (AccountAddress.Of(http) is not { } account)
        {
            await NoNameAsync(http);
            return;
        }

        Limit(http, LargestFacts);
        AccountFacts? facts;
        string? fault;
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            fault = FactLines.ReadFacts(json.RootElement, account, out facts);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            (fault, facts) = ("is not valid JSON", null);
        }
        catch (BadHttpRequestException tooLarge)
        {
            await AdminAnswers.RefuseAsync(http, tooLarge.StatusCode, "Facts of an account take at most 65,536 bytes.");
            return;
        }

        if (fault is not null)
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, $"The body {fault}.");
        else if (await TellAsync(http, parts, [facts!]))
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task DeleteAsync(HttpContext http, GatewayParts parts)
    {
        if (AccountAddress.Of(http) is not { } account)
        {
            await NoNameAsync(http);
            return;
        }

        var forgotten = await ChangeAsync(http, parts, state =>
        {
            var known = state.Facts.Forget(account);
            state.Apply(account);
            return known;
        });
        if (forgotten is true)
            FactLedger.Forgotten(parts.Ledger, account);
        if (forgotten is { } done)
            await (done ? NoContentAsync(http) : AdminAnswers.RefuseAsync(http, StatusCodes.Status404NotFound, "Nothing was told of this account here."));
    }

    private static async Task PostAsync(HttpContext http, GatewayParts parts)
    {
        var gathered = new List<AccountFacts>();
        var lines = new FactLines(line =>
        {
            var fault = FactLines.ReadFacts(line, account: null, out var facts);
            if (fault is null)
                gathered.Add(facts!);
            return fault;
        });
        // Off the socket's thread: calls are served there.
        await Task.Yield();
        long taken = 0;
        using var reader = new BoundedLines(http.Request.Body);
        try
        {
            while (await reader.ReadAsync(http.RequestAborted) is { } line)
            {
                lines.Add(line);
                if (gathered.Count < Together)
                    continue;
                if (!await TellAsync(http, parts, gathered, many: true))
                    return;
                taken += gathered.Count;
                gathered = [];
            }
        }
        catch (BadHttpRequestException tooLarge)
        {
            await AdminAnswers.RefuseAsync(http, tooLarge.StatusCode, $"The body is too large; facts of {taken} accounts were taken, send the rest apart.");
            return;
        }

        if (gathered.Count > 0 && !await TellAsync(http, parts, gathered))
            return;
        await CountedAsync(http, taken + gathered.Count, lines);
    }

    private static async Task CountedAsync(HttpContext http, long taken, FactLines lines)
    {
        http.Response.StatusCode = taken == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        AdminAnswers.Json(http);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("taken"u8, taken);
        json.WriteNumber("broken"u8, lines.Broken);
        json.WriteStartArray("faults"u8);
        foreach (var fault in lines.Faults)
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, fault.Line);
            json.WriteString("says"u8, fault.Says);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>False: the caller has been told why not.</summary>
    private static async Task<bool> TellAsync(HttpContext http, GatewayParts parts, IReadOnlyList<AccountFacts> facts, bool many = false)
    {
        var told = await ChangeAsync(http, parts, state =>
        {
            state.Facts.Tell(facts);
            foreach (var known in facts)
                state.Apply(known.Account);
            return true;
        }) is not null;
        if (told && many)
            await FactLedger.ToldAsync(parts.Ledger, facts, http.RequestAborted);
        else if (told)
            FactLedger.Told(parts.Ledger, facts);
        return told;
    }

    private static async Task<bool?> ChangeAsync(HttpContext http, GatewayParts parts, Func<DetectionState, bool> change)
    {
        try
        {
            // Not given up half way: what was begun is kept, whether the caller waits for it or not.
            if (await parts.Detection.AskAsync(state => new Changed(change(state)), CancellationToken.None) is { } changed)
                return changed.Anything;
            await AdminAnswers.BusyAsync(http);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status507InsufficientStorage, "The facts could not be kept: the data folder cannot be written.");
        }

        return null;
    }

    private static void Limit(HttpContext http, long bytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = bytes;
    }

    private static Task NoContentAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task NoNameAsync(HttpContext http) =>
        AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "No account can be called this: a name has 1 to 512 characters, none of them a control character.");

    private sealed record Look(Finding? Finding, AccountFacts? Facts);

    private sealed record Changed(bool Anything);
}
