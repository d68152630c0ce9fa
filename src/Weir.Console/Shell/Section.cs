namespace Weir.Console.Shell;

/// <summary>One entry of the navigation.</summary>
/// <param name="Path">Where it leads; what lies below it is lit up with it.</param>
/// <param name="Key">After <c>g</c>, the key that leads there.</param>
/// <param name="Icon">The path of a picture of 20 by 20.</param>
public sealed record Section(string Path, string Name, char Key, string Icon)
{
    /// <summary>How much waits there for a person; nothing is shown for zero.</summary>
    public Func<Visit, int>? Waiting { get; init; }

    public bool Holds(string path) =>
        Path is "/" ? path is "/" : path.StartsWith(Path, StringComparison.Ordinal) && (path.Length == Path.Length || path[Path.Length] == '/');
}
