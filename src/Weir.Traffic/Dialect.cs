namespace Weir.Traffic;

/// <summary>Whose wire format a call speaks. Decides how refusals look and where credentials sit.</summary>
public enum Provider : byte
{
    None = 0,
    OpenAi,
    Anthropic,
    Gemini,
}

/// <summary>One wire format of one operation. <see cref="Other"/> is relayed and metered by bytes.</summary>
public enum Dialect : byte
{
    Other = 0,
    OpenAiChat,
    OpenAiCompletions,
    OpenAiResponses,
    OpenAiEmbeddings,
    OpenAiModels,
    AnthropicMessages,
    AnthropicCountTokens,
    AnthropicModels,
    GeminiGenerate,
    GeminiEmbed,
    GeminiCountTokens,
    GeminiModels,
}

/// <summary>The one place where dialects have names, for logs and files.</summary>
public static class DialectNames
{
    private static readonly string[] Names =
    [
        "other",
        "openai.chat", "openai.completions", "openai.responses", "openai.embeddings", "openai.models",
        "anthropic.messages", "anthropic.count_tokens", "anthropic.models",
        "gemini.generate", "gemini.embed", "gemini.count_tokens", "gemini.models",
    ];

    public static string Name(this Dialect dialect) => Names[(int)dialect];

    public static bool TryParse(ReadOnlySpan<char> name, out Dialect dialect)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                dialect = (Dialect)i;
                return true;
            }
        }

        dialect = Dialect.Other;
        return false;
    }

    public static Provider Provider(this Dialect dialect) => dialect switch
    {
        >= Dialect.OpenAiChat and <= Dialect.OpenAiModels => Traffic.Provider.OpenAi,
        >= Dialect.AnthropicMessages and <= Dialect.AnthropicModels => Traffic.Provider.Anthropic,
        >= Dialect.GeminiGenerate and <= Dialect.GeminiModels => Traffic.Provider.Gemini,
        _ => Traffic.Provider.None,
    };

    /// <summary>Whether the call asks the model to produce something, so that there is a prompt and an answer to read.</summary>
    public static bool Generates(this Dialect dialect) => dialect is
        Dialect.OpenAiChat or Dialect.OpenAiCompletions or Dialect.OpenAiResponses
        or Dialect.AnthropicMessages or Dialect.GeminiGenerate;
}
