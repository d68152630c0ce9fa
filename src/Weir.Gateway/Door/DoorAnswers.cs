using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admin;
using Weir.Policy;

namespace Weir.Gateway.Door;

/// <summary>Answers of the customer's door: JSON, whatever dialect the customer calls models in.</summary>
internal static class DoorAnswers
{
    public static Task WriteAsync<T>(HttpContext http, int status, T answer)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, AdminJson.Options), http.RequestAborted).AsTask();
    }

    public static Task RefuseAsync(HttpContext http, int status, string code, string message, string reference, TimeSpan? wait)
    {
        http.Response.Headers["x-weir-reference"] = reference;
        if (wait is { } time)
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(http, status, new { error = new { code, message, reference } });
    }
}

/// <summary>A message that waits for a person, or was answered, as its sender sees it.</summary>
internal sealed record PleaAnswer(string Reference, string Kind, DateTimeOffset Received, string? Text, DateTimeOffset? Answered, string? Answer)
{
    public static PleaAnswer Of(Plea plea) => new(
        plea.Entry.Id, plea.Entry.Kind == EntryKind.Appealed ? "appeal" : plea.Entry.Kind == EntryKind.LicenceRequested ? "licence_request" : "report",
        plea.Entry.Time, plea.Entry.Text, plea.Answer?.Time, plea.Answer?.Text);
}
