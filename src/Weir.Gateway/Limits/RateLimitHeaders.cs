using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Traffic;

namespace Weir.Gateway.Limits;

/// <summary>Rate-limit headers as each provider's clients read them.</summary>
internal static class RateLimitHeaders
{
    public static void WriteRequests(IHeaderDictionary headers, Provider provider, TimeProvider time, long limit, long left, TimeSpan reset)
    {
        var (limitText, leftText) = (Text(limit), Text(left));
        if (provider == Provider.Anthropic)
        {
            headers["anthropic-ratelimit-requests-limit"] = limitText;
            headers["anthropic-ratelimit-requests-remaining"] = leftText;
            headers["anthropic-ratelimit-requests-reset"] = Moment(time.GetUtcNow() + reset);
            return;
        }

        headers["x-ratelimit-limit-requests"] = limitText;
        headers["x-ratelimit-remaining-requests"] = leftText;
        headers["x-ratelimit-reset-requests"] = Duration(reset);
    }

    public static void WriteTokens(IHeaderDictionary headers, Provider provider, TimeProvider time, long limit, long left, TimeSpan reset)
    {
        var (limitText, leftText) = (Text(limit), Text(left));
        if (provider == Provider.Anthropic)
        {
            headers["anthropic-ratelimit-tokens-limit"] = limitText;
            headers["anthropic-ratelimit-tokens-remaining"] = leftText;
            headers["anthropic-ratelimit-tokens-reset"] = Moment(time.GetUtcNow() + reset);
            return;
        }

        headers["x-ratelimit-limit-tokens"] = limitText;
        headers["x-ratelimit-remaining-tokens"] = leftText;
        headers["x-ratelimit-reset-tokens"] = Duration(reset);
    }

    /// <summary>As OpenAI writes it: <c>17ms</c>, <c>8.64s</c>, <c>1m26.4s</c>.</summary>
    internal static string Duration(TimeSpan span)
    {
        // To the next millisecond, never less than there is to wait.
        var ms = (long)Math.Ceiling(span.TotalMilliseconds);
        if (ms < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");
        return ms < 60_000
            ? string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000}m{ms % 60_000 / 1000.0:0.###}s");
    }

    /// <summary>As Anthropic writes it, rounded up to the second.</summary>
    private static string Moment(DateTimeOffset at) =>
        at.AddTicks(TimeSpan.TicksPerSecond - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
