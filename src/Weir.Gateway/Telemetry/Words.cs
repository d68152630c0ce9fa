using System.Globalization;
using Weir.Gateway.Relay;
using Weir.Traffic;

namespace Weir.Gateway.Telemetry;

/// <summary>The words under which things stand in metrics and traces. Each is one string, so that nothing is built per call.</summary>
internal static class Words
{
    private static readonly string[] Statuses = [.. Enumerable.Range(0, 600).Select(static status => status.ToString(CultureInfo.InvariantCulture))];

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Rejected => "rejected",
        Outcome.Refused => "refused",
        Outcome.CallerLeft => "caller_left",
        Outcome.CallerTimedOut => "caller_timed_out",
        Outcome.UpstreamFailed => "upstream_failed",
        Outcome.UpstreamBroke => "upstream_broke",
        Outcome.Cut => "cut",
        _ => "upstream_timed_out",
    };

    public static string Of(FailureKind failure) => failure switch
    {
        FailureKind.None => "answered",
        FailureKind.Connect => "not_connected",
        FailureKind.BeforeAnswer => "ended_early",
        FailureKind.FirstByteTimeout => "first_byte_timeout",
        FailureKind.Garbage => "garbage",
        FailureKind.TotalTimeout => "total_timeout",
        FailureKind.CallerLeft => "caller_left",
        FailureKind.CallerBody => "caller_body",
        _ => "mid_answer",
    };

    /// <summary>OpenTelemetry's names of wire formats; who really serves the model is the upstream's name.</summary>
    public static string Of(Provider provider) => provider switch
    {
        Provider.OpenAi => "openai",
        Provider.Anthropic => "anthropic",
        Provider.Gemini => "gcp.gemini",
        _ => "_other",
    };

    public static string Operation(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat or Dialect.OpenAiResponses or Dialect.AnthropicMessages => "chat",
        Dialect.GeminiGenerate => "generate_content",
        Dialect.OpenAiCompletions => "text_completion",
        Dialect.OpenAiEmbeddings or Dialect.GeminiEmbed => "embeddings",
        Dialect.AnthropicCountTokens or Dialect.GeminiCountTokens => "count_tokens",
        _ => "list_models",
    };

    public static string StatusClass(int status) => (status / 100) switch { 1 => "1xx", 2 => "2xx", 3 => "3xx", 4 => "4xx", 5 => "5xx", _ => "none" };

    public static string Status(int status) => status is >= 0 and < 600 ? Statuses[status] : "_other";
}
