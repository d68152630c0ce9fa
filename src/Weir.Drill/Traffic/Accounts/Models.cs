using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>The models on offer, the same menu for everybody.</summary>
public static class Models
{
    private static readonly string[] Names = ["cascade-large", "cascade-medium", "cascade-small", "cascade-reason", "cascade-large-old"];

    /// <summary>Which of the menu an account mostly uses.</summary>
    public static string Draw(ref Dice dice) => Names[dice.Weighted([34, 26, 18, 16, 6])];

    /// <summary>All names that made traffic asks for.</summary>
    public static IReadOnlyList<string> Menu { get; } = [.. Names, Newcomer];

    /// <summary>The model that comes out during the traffic.</summary>
    public const string Newcomer = "cascade-next";
}
