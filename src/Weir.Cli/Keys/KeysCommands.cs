using System.CommandLine;

namespace Weir.Cli.Keys;

/// <summary>`weir keys`: Weir's own keys, changed in the data folder. A running gateway sees a change within a second.</summary>
internal static class KeysCommands
{
    public static Command Create(Terminal terminal) => new("keys", "Make, list, rotate and revoke the keys that callers use.")
    {
        CreateCommand.Create(terminal),
        ListCommand.Create(terminal),
        RotateCommand.Create(terminal),
        RevokeCommand.Create(terminal),
    };
}
