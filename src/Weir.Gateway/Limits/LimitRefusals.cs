using System.Globalization;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Limits;

/// <summary>Words for each limit. Numbers are told of the caller's own limits only.</summary>
internal static class LimitRefusals
{
    private static readonly string[] Kinds = ["requests", "tokens", "tokens_per_day", "concurrency"];
    private static readonly string[] Scopes = ["account", "key", "organization", "model", "everyone"];

    // rate_limit_requests_account and so on: one code for each limit, made once.
    private static readonly string[,] Codes = MakeCodes();

    public static Refusal Of(LimitKind kind, LimitScope scope, LimitSet limits, string? model, TimeSpan wait)
    {
        var subject = scope switch
        {
            LimitScope.Key => "this API key",
            LimitScope.Account => "this account",
            LimitScope.Organization => "this organization",
            LimitScope.Model => $"the model '{model}'",
            _ => "this service",
        };
        var message = scope.IsOwn() ? Own(kind, subject, limits) : $"Rate limit reached: {subject} is at its limit of {Word(kind)} for all callers together.";
        return new Refusal(429, Codes[(int)kind, (int)scope], $"{message} Try again in {Seconds(wait)}.", wait);
    }

    private static string Own(LimitKind kind, string subject, LimitSet limits) => kind switch
    {
        LimitKind.Requests => Say($"Rate limit reached for requests: {subject} may make {limits.RequestsPerMinute} a minute."),
        LimitKind.Tokens => Say($"Rate limit reached for tokens: {subject} may use {limits.TokensPerMinute} a minute."),
        LimitKind.TokensPerDay => Say($"Limit of the day reached: {subject} may use {limits.TokensPerDay} tokens a day (UTC)."),
        _ => Say($"Too many calls at once: {subject} may have {limits.Concurrency} running."),
    };

    private static string Word(LimitKind kind) => kind switch
    {
        LimitKind.Requests => "requests",
        LimitKind.Tokens => "tokens",
        LimitKind.TokensPerDay => "tokens a day",
        _ => "calls at once",
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan wait) => wait.TotalMinutes < 2
        ? Say($"{Math.Max(0.1, wait.TotalSeconds):0.#} s")
        : Say($"{Math.Ceiling(wait.TotalMinutes):0} min");

    private static string[,] MakeCodes()
    {
        var codes = new string[Kinds.Length, Scopes.Length];
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            for (var scope = 0; scope < Scopes.Length; scope++)
                codes[kind, scope] = $"rate_limit_{Kinds[kind]}_{Scopes[scope]}";
        }

        return codes;
    }
}
