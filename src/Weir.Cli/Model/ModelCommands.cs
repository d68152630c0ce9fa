using System.CommandLine;

namespace Weir.Cli.Model;

/// <summary><c>weir model …</c>: the built-in model.</summary>
internal static class ModelCommands
{
    public static Command Create(Terminal terminal) => new("model", "The built-in small model, for trials and tests.")
    {
        ServeCommand.Create(terminal),
    };
}
