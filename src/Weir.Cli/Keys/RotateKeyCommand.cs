using System.CommandLine;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

/// <summary><c>weir keys rotate</c>: a new secret for a key, while the old one opens a little longer.</summary>
internal static class RotateKeyCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = KeyCommands.IdArgument();
        var overlap = DurationOption.Create("--overlap", "How long the secret before keeps opening.");
        overlap.DefaultValueFactory = static _ => TimeSpan.FromHours(24);
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("rotate", "Give a key a new secret. Account, scope and expiry stay.")
        {
            Examples = ["weir keys rotate k3fz9wm2qa", "weir keys rotate k3fz9wm2qa --overlap 0s"],
            Arguments = { id },
            Options = { overlap, data },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var change = await new KeyFile(parsed.GetValue(data)!, terminal.Time).RotateAsync(parsed.GetRequiredValue(id), parsed.GetValue(overlap)!.Value, cancellation);
            return terminal.Show(change, $"Key {change.Record?.Id} of account {change.Record?.Account}. The one before opens until {Moments.Text(change.Record?.OverlapUntil)}.");
        });
        return command;
    }
}
