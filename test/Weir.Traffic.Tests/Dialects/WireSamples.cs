using Weir.Traffic.Dialects;

namespace Weir.Traffic.Tests.Dialects;

/// <summary>An answer as it comes over the wire, written after the providers' documents, and what is to be read of it.</summary>
internal sealed record WireSample(string Name, Endpoint Endpoint, AnswerForm Form, string Wire, string Text, Usage? Usage, AnswerFacts Facts, string? Model = "m-1")
{
    public override string ToString() => Name;
}

/// <summary>Endpoints by their usual paths.</summary>
internal static class Paths
{
    public static readonly Endpoint Chat = Endpoints.Recognize("POST", "/v1/chat/completions", false);
    public static readonly Endpoint Completions = Endpoints.Recognize("POST", "/v1/completions", false);
    public static readonly Endpoint Responses = Endpoints.Recognize("POST", "/v1/responses", false);
    public static readonly Endpoint Embeddings = Endpoints.Recognize("POST", "/v1/embeddings", false);
    public static readonly Endpoint Messages = Endpoints.Recognize("POST", "/v1/messages", true);
    public static readonly Endpoint CountTokens = Endpoints.Recognize("POST", "/v1/messages/count_tokens", true);
    public static readonly Endpoint Generate = Endpoints.Recognize("POST", "/v1beta/models/g-1:generateContent", false);
    public static readonly Endpoint StreamArray = Endpoints.Recognize("POST", "/v1beta/models/g-1:streamGenerateContent", false);
    public static readonly Endpoint StreamSse = Endpoints.Recognize("POST", "/v1beta/models/g-1:streamGenerateContent?alt=sse", false);
    public static readonly Endpoint GeminiCount = Endpoints.Recognize("POST", "/v1beta/models/g-1:countTokens", false);
    public static readonly Endpoint GeminiEmbed = Endpoints.Recognize("POST", "/v1beta/models/g-1:embedContent", false);
    public static readonly Endpoint GeminiBatchEmbed = Endpoints.Recognize("POST", "/v1beta/models/g-1:batchEmbedContents", false);
}

internal static partial class WireSamples
{
    private static readonly Lazy<IReadOnlyList<WireSample>> Samples = new(() => [.. OpenAi, .. ResponsesDialect, .. Anthropic, .. Gemini]);

    public static IReadOnlyList<WireSample> All => Samples.Value;

    /// <summary>Server-sent events out of data lines, with a blank line behind each.</summary>
    public static string Sse(params string[] data) => string.Concat(data.Select(line => "data: " + line + "\n\n"));

    /// <summary>The same with event names, taken from each object's type.</summary>
    public static string Named(params string[] data) => string.Concat(data.Select(line =>
        "event: " + System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("type").GetString() + "\ndata: " + line + "\n\n"));
}
