using System.CommandLine;

namespace Weir.Cli.Keys;

internal static class RevokeCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as `weir keys list` shows it." };
        var place = new KeyPlace(terminal);
        var command = new WeirCommand("revoke", "Make a key open nothing any more. A running gateway follows within a second.")
        {
            Examples = ["weir keys revoke k3j9w2m8xq"],
        };
        command.Arguments.Add(id);
        place.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (place.Open(parsed, make: false, out var exit) is not { } keys)
                return exit;
            var change = await keys.RevokeAsync(parsed.GetRequiredValue(id), cancellation);
            return CreateCommand.Show(terminal, change, static record => $"Key {record.Id} of account {record.Account} is revoked.");
        });
        return command;
    }
}
