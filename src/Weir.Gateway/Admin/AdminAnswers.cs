using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Admin;

/// <summary>Pieces of answers on the admin port.</summary>
internal static class AdminAnswers
{
    /// <summary>What follows is JSON, and no browser takes it for a page.</summary>
    public static void Json(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
    }

    public static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        Json(http);
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = message }), http.RequestAborted).AsTask();
    }

    public static Task BusyAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "Detection has too many questions to answer at the moment.");
    }

    public static void Time(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteString(name, at.UtcDateTime);
        else
            json.WriteNull(name);
    }
}
