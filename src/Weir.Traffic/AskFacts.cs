namespace Weir.Traffic;

/// <summary>What the caller wants the answer to look like.</summary>
public enum AnswerFormat : byte { Text = 0, Json, JsonSchema }

/// <summary>The shape and the parameters of a request, whatever its dialect. No text.</summary>
public sealed record AskFacts
{
    public static AskFacts None { get; } = new();

    public int? MaxTokens { get; init; }
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int Choices { get; init; } = 1;
    public bool Seeded { get; init; }
    public bool Logprobs { get; init; }
    public int TopLogprobs { get; init; }
    /// <summary>Number of tokens in <c>logit_bias</c>.</summary>
    public int BiasedTokens { get; init; }
    /// <summary>Whether some bias is not a plain ban (-100).</summary>
    public bool BiasBeyondBans { get; init; }
    /// <summary>The caller asks for the prompt's own text or log-probabilities back.</summary>
    public bool Echo { get; init; }
    public AnswerFormat Format { get; init; }
    /// <summary>Reasoning or thinking was asked for by parameter.</summary>
    public bool Reasoning { get; init; }

    public int Tools { get; init; }
    public int Messages { get; init; }
    public int UserMessages { get; init; }
    public int AssistantMessages { get; init; }
    public int ToolResults { get; init; }
    public int Images { get; init; }
    /// <summary>Files, audio and video.</summary>
    public int OtherMedia { get; init; }
    /// <summary>The last message is the assistant's own: the caller puts words in its mouth.</summary>
    public bool Prefilled { get; init; }

    public int SystemChars { get; init; }
    /// <summary>Characters of the last user message.</summary>
    public int PromptChars { get; init; }
    /// <summary>Characters of all messages.</summary>
    public int TotalChars { get; init; }
}
