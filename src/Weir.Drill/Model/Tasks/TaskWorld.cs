namespace Weir.Drill.Model.Tasks;

/// <summary>Questions with one right answer that the model can work out.</summary>
public static class TaskWorld
{
    public static Solution? Solve(string prompt) => Arithmetic.Solve(prompt);
}
