namespace Weir.Policy;

/// <summary>What happens to log-probabilities.</summary>
public enum LogprobsMeasure : byte { Keep = 0, Rounded, None }

/// <summary>What happens to <c>logit_bias</c>.</summary>
public enum BiasMeasure : byte { Keep = 0, BansOnly, None }

/// <summary>One posture's bundle. Null and "keep" change nothing.</summary>
public sealed record Measures
{
    public static Measures None { get; } = new();

    /// <summary>Prompts and answers are kept in the journal while the posture holds.</summary>
    public bool KeepContent { get; init; }
    /// <summary>Requests that leak the model by their parameters are refused.</summary>
    public bool LeakRules { get; init; }

    public long? RequestsPerMinute { get; init; }
    public long? TokensPerMinute { get; init; }
    /// <summary>Output that does not repeat earlier output: what a student learns from.</summary>
    public long? NewTokensPerHour { get; init; }
    public long? NewTokensPerDay { get; init; }
    public int? Concurrency { get; init; }
    /// <summary>Answers begin later by a random time up to this.</summary>
    public TimeSpan? Pace { get; init; }

    public LogprobsMeasure Logprobs { get; init; }
    /// <summary>Most alternatives a position.</summary>
    public int? TopLogprobs { get; init; }
    public BiasMeasure LogitBias { get; init; }
    public int? Choices { get; init; }
    public int? MaxTokens { get; init; }
    public bool HideReasoning { get; init; }
    public bool NoSeeds { get; init; }
    /// <summary>The model that answers in place of the one asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Whether anything in the request differs.</summary>
    public bool EditsRequests => Logprobs != LogprobsMeasure.Keep || TopLogprobs is not null || LogitBias != BiasMeasure.Keep || Choices is not null
        || MaxTokens is not null || HideReasoning || NoSeeds || Model is not null;

    /// <summary>Whether anything in the answer differs, whatever the upstream makes of the request.</summary>
    public bool EditsAnswers => Logprobs != LogprobsMeasure.Keep || HideReasoning;

    public bool Limits => RequestsPerMinute is not null || TokensPerMinute is not null || NewTokensPerHour is not null || NewTokensPerDay is not null || Concurrency is not null;
}
