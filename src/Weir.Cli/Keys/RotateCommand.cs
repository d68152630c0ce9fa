using System.CommandLine;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Keys;

internal static class RotateCommand
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as `weir keys list` shows it." };
        var overlap = KeyOptions.Duration("--overlap", $"For how long the old secret still opens. Without it: {DurationText.Write(UsualOverlap)}.", TimeSpan.Zero, TimeSpan.FromDays(90));
        var place = new KeyPlace(terminal);
        var command = new WeirCommand("rotate", "Give a key a new secret. The old one opens for a while longer.")
        {
            Examples = ["weir keys rotate k3j9w2m8xq", "weir keys rotate k3j9w2m8xq --overlap 0s"],
            Options = { overlap },
        };
        command.Arguments.Add(id);
        place.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (place.Open(parsed, make: false, out var exit) is not { } keys)
                return exit;
            var change = await keys.RotateAsync(parsed.GetRequiredValue(id), parsed.GetValue(overlap) ?? UsualOverlap, cancellation);
            return CreateCommand.Show(terminal, change, static record => $"Key {record.Id} has a new secret, shown this once. The old one opens until {record.OverlapUntil:yyyy-MM-dd HH:mm:ss}Z.");
        });
        return command;
    }
}
