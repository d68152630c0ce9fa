using System.Text.Json;
using Weir.Drill.Model.Text;

namespace Weir.Drill.Model.Wire;

/// <summary>Reads a body of <c>POST /v1/completions</c>: one request for each prompt.</summary>
internal static class OpenAiCompletionsRequest
{
    private const int MostPrompts = 128;

    public static WireFault? TryRead(JsonElement body, Vocabulary vocabulary, out IReadOnlyList<ModelRequest> requests, out bool echo)
    {
        var fields = new RequestFields(body);
        var prompts = Prompts(fields, vocabulary);
        var logprobs = fields.Int("logprobs", 0, 5);
        echo = fields.Flag("echo");
        var pattern = new ModelRequest
        {
            Model = fields.Required("model"),
            Turns = [],
            MaxTokens = fields.Int("max_tokens", 0, int.MaxValue) ?? 16,
            Temperature = fields.Number("temperature", 0, 2) ?? 1,
            TopP = fields.Number("top_p", 0, 1) ?? 1,
            Seed = fields.Long("seed"),
            Choices = fields.Int("n", 1, 128) ?? 1,
            Stop = fields.Texts("stop"),
            LogitBias = OpenAiParameters.LogitBias(fields),
            Logprobs = logprobs is not null,
            TopLogprobs = logprobs ?? 0,
            Continue = true,
        };
        requests = [.. prompts.Select(p => pattern with { Turns = [new Turn(Speaker.User, p)] })];
        return fields.Fault;
    }

    /// <summary>A text, several texts, the tokens of one text, or the tokens of several.</summary>
    private static IReadOnlyList<string> Prompts(RequestFields fields, Vocabulary vocabulary)
    {
        var prompt = fields.Element("prompt");
        switch (prompt.ValueKind)
        {
            case JsonValueKind.Undefined:
                return [""];
            case JsonValueKind.String:
                return [prompt.GetString()!];
            case JsonValueKind.Array when prompt.GetArrayLength() is > 0 and <= MostPrompts || IsTokens(prompt):
                if (IsTokens(prompt))
                    return [Decode(prompt, vocabulary)];
                if (prompt.EnumerateArray().All(static p => p.ValueKind == JsonValueKind.String || IsTokens(p)))
                    return [.. prompt.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()! : Decode(p, vocabulary))];
                break;
        }

        fields.Wrong("prompt", "'prompt' must be a string, an array of strings, an array of tokens, or an array of arrays of tokens.");
        return [""];
    }

    private static bool IsTokens(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value.EnumerateArray().All(static t => t.ValueKind == JsonValueKind.Number && t.TryGetInt32(out var token) && token >= 0);

    private static string Decode(JsonElement tokens, Vocabulary vocabulary) => string.Concat(tokens.EnumerateArray().Select(t => vocabulary.Text(t.GetInt32())));
}
