using System.Net.Http.Headers;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Logs;

namespace Weir.Cli.Drills;

/// <summary>Tells a gateway what an operator knows of the made accounts.</summary>
internal static class DrillFacts
{
    /// <summary>Null when it was taken, else what went wrong.</summary>
    /// <param name="known">The port's token, where the caller has it; else the environment's.</param>
    public static async Task<string?> TellAsync(IEnumerable<Account> accounts, Uri admin, CancellationToken cancellation, string? known = null)
    {
        using var lines = new MemoryStream();
        AccountFiles.WriteAccounts(accounts, lines);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(admin, "/api/accounts/facts")) { Content = new ByteArrayContent(lines.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        if ((known ?? Environment.GetEnvironmentVariable("WEIR_ADMIN_TOKEN")) is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode ? null : $"answered {(int)answer.StatusCode}.";
        }
        catch (HttpRequestException exception)
        {
            return $"cannot be reached: {exception.Message}";
        }
    }
}
