using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model;

public enum Speaker : byte { System, User, Assistant, Tool }

/// <summary>One turn of a conversation, as far as the built-in model understands it: text.</summary>
public readonly record struct Turn(Speaker Speaker, string Text);

/// <summary>A function that the caller offers, with the schema of its arguments.</summary>
public sealed record Tool(string Name, string Description, JsonElement Parameters);

public enum ToolUse : byte { Auto, None, Required, Named }

/// <summary>What is asked of the model, whatever dialect it came in.</summary>
public sealed record ModelRequest
{
    public required string Model { get; init; }
    public required IReadOnlyList<Turn> Turns { get; init; }
    public int? MaxTokens { get; init; }
    public double Temperature { get; init; } = 1;
    public double TopP { get; init; } = 1;
    public int TopK { get; init; }
    public long? Seed { get; init; }
    public int Choices { get; init; } = 1;
    public IReadOnlyList<string> Stop { get; init; } = [];
    public IReadOnlyList<(int Token, double Bias)> LogitBias { get; init; } = [];
    public bool Logprobs { get; init; }
    public int TopLogprobs { get; init; }
    public AnswerFormat Format { get; init; }
    /// <summary>The schema of the answer where <see cref="Format"/> is <see cref="AnswerFormat.JsonSchema"/>.</summary>
    public JsonElement Schema { get; init; }
    public bool Reasoning { get; init; }
    public IReadOnlyList<Tool> Tools { get; init; } = [];
    public ToolUse ToolUse { get; init; }
    public string? ToolName { get; init; }
    public bool ParallelTools { get; init; } = true;
    /// <summary>Plain continuation of the text (the completions dialect): no opening phrases.</summary>
    public bool Continue { get; init; }
}
