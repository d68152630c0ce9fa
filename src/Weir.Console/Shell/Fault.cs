namespace Weir.Console.Shell;

/// <summary>Why there is no page.</summary>
public sealed record Fault(int Status, string Says)
{
    public static string TitleOf(int status) => status switch
    {
        400 => "Not understood",
        403 => "Not allowed",
        404 => "Not found",
        409 => "Too late",
        429 => "Too often",
        503 => "Busy",
        507 => "Not kept",
        _ => "Failed",
    };
}
