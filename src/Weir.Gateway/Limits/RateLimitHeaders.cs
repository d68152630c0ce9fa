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

    /// <summary>As OpenAI writes it: <c>17ms</c>, <c>8.64s</c>, <c>1m26.4s</c>. In whole numbers, which cost a third of what a double does.</summary>
    internal static string Duration(TimeSpan span)
    {
        // To the next millisecond, never less than there is to wait.
        var ms = (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        Span<char> text = stackalloc char[48];
        var length = 0;
        if (ms < 1000)
        {
            Append(text, ref length, ms, "ms");
            return text[..length].ToString();
        }

        if (ms >= 60_000)
            Append(text, ref length, ms / 60_000, "m");
        var (seconds, fraction) = (ms % 60_000 / 1000, ms % 1000);
        Append(text, ref length, seconds, fraction == 0 ? "s" : ".");
        if (fraction > 0)
        {
            // Three digits without the zeros at their end.
            var digits = 3;
            while (fraction % 10 == 0)
            {
                fraction /= 10;
                digits--;
            }

            for (var i = digits - 1; i >= 0; i--)
            {
                text[length + i] = (char)('0' + fraction % 10);
                fraction /= 10;
            }

            length += digits;
            text[length++] = 's';
        }

        return text[..length].ToString();
    }

    private static void Append(Span<char> text, ref int length, long number, string unit)
    {
        _ = number.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        unit.CopyTo(text[length..]);
        length += unit.Length;
    }

    /// <summary>As Anthropic writes it, rounded up to the second.</summary>
    private static string Moment(DateTimeOffset at) =>
        at.AddTicks(TimeSpan.TicksPerSecond - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
