namespace Weir.Bench.Console;

/// <summary>What was measured: said as it comes, and at the end once more as a table for the documentation.</summary>
internal static class Figures
{
    private static readonly List<(string What, string Figure, string Goal)> Said = [];

    /// <param name="within">Null: there is no goal.</param>
    public static void Say(string what, string figure, bool? within = null, string goal = "")
    {
        System.Console.WriteLine($"{what}: {figure}{(within is { } good ? $" ({(good ? "" : "NOT ")}{goal})" : "")}");
        Said.Add((what, figure, within is { } met ? $"{goal}: {(met ? "met" : "missed")}" : "–"));
    }

    public static void PrintTable()
    {
        System.Console.WriteLine("\n| What | Figure | Goal |\n|---|---|---|");
        foreach (var (what, figure, goal) in Said)
            System.Console.WriteLine($"| {what} | {figure} | {goal} |");
    }
}
