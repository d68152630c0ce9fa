using System.CommandLine;

namespace Weir.Cli.Lab;

/// <summary><c>weir lab …</c>: students, trained to see what a signature is worth.</summary>
internal static class LabCommands
{
    public static Command Create(Terminal terminal) => new("lab", "Train students on marked texts and see whether they are recognised.")
    {
        RunCommand.Create(terminal),
    };
}
