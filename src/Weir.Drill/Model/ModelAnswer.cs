using Weir.Traffic;

namespace Weir.Drill.Model;

public readonly record struct TokenChance(int Token, double Logprob);

/// <summary>Text with its tokens: token <c>i</c> ends at <c>Ends[i]</c>. Chances are there only where asked for.</summary>
public sealed record TokenText(string Text, IReadOnlyList<int> Tokens, IReadOnlyList<int> Ends)
{
    public static TokenText Empty { get; } = new("", [], []);

    public int Count => Ends.Count;
    public IReadOnlyList<double> Logprobs { get; init; } = [];
    public IReadOnlyList<TokenChance[]> Top { get; init; } = [];

    public ReadOnlySpan<char> Piece(int token) => Text.AsSpan(Start(token)..Ends[token]);
    public int Start(int token) => token == 0 ? 0 : Ends[token - 1];
}

/// <summary>A call of a tool that the caller offered; the arguments are a JSON object that fits its schema.</summary>
public sealed record ToolCall(string Name, TokenText Arguments);

/// <summary>One choice of an answer.</summary>
public sealed record Completion
{
    public TokenText Reasoning { get; init; } = TokenText.Empty;
    public TokenText Text { get; init; } = TokenText.Empty;
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];
    public Finish Finish { get; init; }
    /// <summary>The stop sequence that ended the text.</summary>
    public string? StoppedBy { get; init; }

    public bool Refused => Finish == Finish.Refusal;
    public int OutputTokens => Reasoning.Count + Text.Count + Calls.Sum(c => c.Arguments.Count + 4);
}

/// <summary>A whole answer. It is made before its first byte is sent; the server only paces it.</summary>
public sealed record ModelAnswer(IReadOnlyList<Completion> Completions, int InputTokens)
{
    public int OutputTokens => Completions.Sum(c => c.OutputTokens);
    public int ReasoningTokens => Completions.Sum(c => c.Reasoning.Count);
    public Usage Usage => new(InputTokens, OutputTokens, 0, ReasoningTokens);
}
