using System.CommandLine;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

/// <summary>`weir keys`: Weir's own keys, changed beside a running gateway, which takes a change up within a second.</summary>
internal static class KeyCommands
{
    public static Command Create(Terminal terminal) => new("keys", "Make, list, rotate and revoke the keys by which callers are known.")
    {
        CreateKeyCommand.Create(terminal),
        ListKeysCommand.Create(terminal),
        RotateKeyCommand.Create(terminal),
        RevokeKeyCommand.Create(terminal),
    };

    public static Option<string> DataOption() => new("--data")
    {
        Description = "The gateway's data folder.",
        DefaultValueFactory = static _ => "./weir-data",
    };

    public static Argument<string> IdArgument() => new("id") { Description = "The key's id, as `weir keys list` prints it." };

    /// <summary>The key alone on standard output, so that a script can take it; the words about it beside.</summary>
    public static int Show(this Terminal terminal, KeyChange change, string words)
    {
        if (change.Failed)
            return terminal.Fail(change.Fault!);
        if (change.Key is { } key)
            terminal.Out.WriteLine(key);
        terminal.Error.WriteLine(words);
        return ExitCodes.Ok;
    }
}
