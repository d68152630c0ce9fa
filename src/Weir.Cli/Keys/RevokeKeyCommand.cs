using System.CommandLine;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

/// <summary><c>weir keys revoke</c>: a key opens no more.</summary>
internal static class RevokeKeyCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = KeyCommands.IdArgument();
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("revoke", "Take a key away, for good. A running gateway refuses it within a second.")
        {
            Examples = ["weir keys revoke k3fz9wm2qa"],
            Arguments = { id },
            Options = { data },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var change = await new KeyFile(parsed.GetValue(data)!, terminal.Time).RevokeAsync(parsed.GetRequiredValue(id), cancellation);
            return terminal.Show(change, $"Key {change.Record?.Id} of account {change.Record?.Account} is revoked.");
        });
        return command;
    }
}
