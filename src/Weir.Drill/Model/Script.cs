namespace Weir.Drill.Model;

/// <summary>
/// A way to answer: these tokens, then as many tokens of prose as stated (0: then the end). Several scripts with
/// weights are a distribution over whole answers, and so over each next token.
/// </summary>
public readonly record struct Script(double Weight, int[] Tokens, int ProseTokens = 0);

/// <summary>All the ways in which one prompt may be answered.</summary>
/// <param name="Strict">No slips: for JSON, which a constrained decoder would keep valid.</param>
public sealed record Plan(IReadOnlyList<Script> Scripts, bool Strict = false)
{
    public static Plan Nothing { get; } = new([new Script(1, [])], Strict: true);
}
