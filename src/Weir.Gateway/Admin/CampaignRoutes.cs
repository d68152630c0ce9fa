using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection.Campaigns;

namespace Weir.Gateway.Admin;

/// <summary>Accounts that act as one, in the form of `weir analyze --format json`.</summary>
internal static class CampaignRoutes
{
    /// <summary>Accounts that a campaign names in a list; asked for by its id, it names them all.</summary>
    public const int MostAccounts = 200;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        routes.MapGet("/api/campaigns", (HttpContext http) => ListAsync(http, parts));
        routes.MapGet("/api/campaigns/{id}", (HttpContext http, string id) => OneAsync(http, parts, id));
        routes.MapGet("/api/campaigns/{id}/bonds", (HttpContext http, string id) => BondsAsync(http, parts, id));
    }

    private static async Task ListAsync(HttpContext http, GatewayParts parts)
    {
        var all = http.Request.Query["all"] == "1";
        var campaigns = await parts.Detection.AskAsync(state => state.Analysis.Campaigns(all, MostAccounts), http.RequestAborted);
        if (campaigns is null)
        {
            await AdminAnswers.BusyAsync(http);
            return;
        }

        AdminAnswers.Json(http);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("campaigns"u8);
        foreach (var campaign in campaigns)
        {
            CampaignJson.Write(json, campaign);
            await json.FlushAsync(http.RequestAborted);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task OneAsync(HttpContext http, GatewayParts parts, string id)
    {
        var answer = await parts.Detection.AskAsync(state => new Answer(state.Analysis.Campaign(id)), http.RequestAborted);
        if (answer is null)
        {
            await AdminAnswers.BusyAsync(http);
        }
        else if (answer.Campaign is not { } campaign)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status404NotFound, "There is no campaign of this id.");
        }
        else
        {
            AdminAnswers.Json(http);
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
            CampaignJson.Write(json, campaign);
        }
    }

    private static async Task BondsAsync(HttpContext http, GatewayParts parts, string id)
    {
        var answer = await parts.Detection.AskAsync(state => new Bonds(state.Analysis.CampaignBonds(id)), http.RequestAborted);
        if (answer is null)
        {
            await AdminAnswers.BusyAsync(http);
        }
        else if (answer.Of is not { } bonds)
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status404NotFound, "There is no campaign of this id.");
        }
        else
        {
            AdminAnswers.Json(http);
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
            CampaignBondsJson.Write(json, bonds);
        }
    }

    private sealed record Answer(CampaignFinding? Campaign);

    private sealed record Bonds(CampaignBonds? Of);
}
