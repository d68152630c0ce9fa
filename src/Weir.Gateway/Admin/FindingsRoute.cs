using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;

namespace Weir.Gateway.Admin;

/// <summary>What detection says now, in the form of `weir analyze --format json`.</summary>
internal static class FindingsRoute
{
    /// <summary>More in one answer are no use to anybody; the number left off is told.</summary>
    private const int MostListed = 10_000;
    private const int FlushAt = 1 << 16;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts) =>
        routes.MapGet("/api/findings", (HttpContext http) => AnswerAsync(http, parts));

    private static async Task AnswerAsync(HttpContext http, GatewayParts parts)
    {
        var query = http.Request.Query;
        if (!TryVerdict(query["verdict"], out var only))
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, "'verdict' is one of clear, watch, act.");
            return;
        }

        if (!TryLimit(query["limit"], out var limit))
        {
            await AdminAnswers.RefuseAsync(http, StatusCodes.Status400BadRequest, $"'limit' is a number from 1 to {MostListed}.");
            return;
        }

        var all = query["all"] == "1" || only == Verdict.Clear;
        var began = parts.Time.GetTimestamp();
        // A verdict is picked out of as many as there may be; the thread that answers is detection's own and must not be long about it.
        var most = only is null ? limit : MostListed;
        var look = await parts.Detection.AskAsync(state => new Look(state.Analysis.Summary, state.Analysis.Findings(all, most, out var leftOff), leftOff, state.Analysis.Campaigns(mostAccounts: CampaignRoutes.MostAccounts)), http.RequestAborted);
        if (look is null)
        {
            await AdminAnswers.BusyAsync(http);
            return;
        }

        if (only is not null)
            look = look with { Findings = [.. look.Findings.Where(finding => finding.Verdict == only)] };
        await WriteAsync(http, parts, look, limit, parts.Time.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task WriteAsync(HttpContext http, GatewayParts parts, Look look, int limit, double seconds)
    {
        var (summary, findings, leftOff, campaigns) = look;
        AdminAnswers.Json(http);
        var body = http.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartObject("summary"u8);
        json.WriteNumber("exchanges"u8, summary.Exchanges);
        json.WriteNumber("accounts"u8, summary.Accounts);
        json.WriteNumber("lines_skipped"u8, parts.Detection.Counts.Failures);
        AdminAnswers.Time(json, "from"u8, summary.From);
        AdminAnswers.Time(json, "to"u8, summary.To);
        json.WriteNumber("seconds"u8, Math.Round(seconds, 3));
        json.WriteNumber("act"u8, findings.Count(static finding => finding.Verdict == Verdict.Act));
        json.WriteNumber("watch"u8, findings.Count(static finding => finding.Verdict == Verdict.Watch));
        json.WriteNumber("unidentified"u8, summary.Unidentified);
        json.WriteNumber("left_off"u8, leftOff + Math.Max(0, findings.Count - limit));
        json.WriteBoolean("following"u8, parts.Detection.IsFollowing);
        json.WriteNumber("waiting"u8, parts.Detection.Waiting);
        json.WriteEndObject();
        json.WriteStartArray("accounts"u8);
        for (var i = 0; i < findings.Count && i < limit; i++)
        {
            FindingJson.Write(json, findings[i]);
            if (json.BytesPending < FlushAt)
                continue;
            await json.FlushAsync(http.RequestAborted);
            await body.FlushAsync(http.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteStartArray("campaigns"u8);
        foreach (var campaign in campaigns)
        {
            CampaignJson.Write(json, campaign);
            await json.FlushAsync(http.RequestAborted);
            await body.FlushAsync(http.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool TryVerdict(string? word, out Verdict? verdict)
    {
        verdict = word switch { "clear" => Verdict.Clear, "watch" => Verdict.Watch, "act" => Verdict.Act, _ => null };
        return verdict is not null || word is null;
    }

    private static bool TryLimit(string? text, out int limit)
    {
        limit = MostListed;
        return text is null || int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostListed;
    }

    private sealed record Look(AnalysisSummary Summary, IReadOnlyList<Finding> Findings, int LeftOff, IReadOnlyList<CampaignFinding> Campaigns);
}
