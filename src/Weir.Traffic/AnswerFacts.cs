namespace Weir.Traffic;

/// <summary>Why the model stopped, in one vocabulary for all dialects.</summary>
public enum Finish : byte
{
    Unknown = 0,
    Stop,
    Length,
    ToolCalls,
    Filtered,
    Refusal,
    Paused,
    Error,
}

/// <summary>The shape of an answer, whatever its dialect. No text.</summary>
public sealed record AnswerFacts
{
    public static AnswerFacts None { get; } = new();

    public Finish Finish { get; init; }
    public int Choices { get; init; }
    public int Chars { get; init; }
    /// <summary>Characters of visible reasoning (thinking, reasoning summaries).</summary>
    public int ReasoningChars { get; init; }
    public int ToolCalls { get; init; }
    /// <summary>Positions of the answer that carried log-probabilities.</summary>
    public int LogprobTokens { get; init; }
    public int Images { get; init; }
    /// <summary>Events of a stream, or 1 for a whole body.</summary>
    public int Events { get; init; }
    /// <summary>Events that could not be read: broken, or larger than the reader keeps.</summary>
    public int UnreadEvents { get; init; }
    public KeyedHash Hash { get; init; }
}
