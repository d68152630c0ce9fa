namespace Weir.Drill.Model;

/// <summary>What tells the built-in models apart: how far back they look and what they have read.</summary>
/// <param name="Order">Tokens of context that the next token depends on, at most three.</param>
/// <param name="TopicTrust">Share of the passages near the prompt against everything read.</param>
/// <param name="ReadPercent">Share of the corpus that was read.</param>
public sealed record ModelTraits(string Name, int Order, double TopicTrust, int ReadPercent, ulong ReadingSeed)
{
    public static ModelTraits Tiny { get; } = new("weir-tiny", 3, 0.97, 100, 0);

    /// <summary>A second model that has read other things, for routing by name and for tests of derivation.</summary>
    public static ModelTraits Tiny2 { get; } = new("weir-tiny-2", 2, 0.9, 60, 2);
}
