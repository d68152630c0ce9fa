using System.CommandLine;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

internal static class CreateCommand
{
    public static Command Create(Terminal terminal)
    {
        var account = KeyOptions.Word("--account", "Who is billed, and judged.", required: true);
        var organization = KeyOptions.Word("--organization", "Accounts that declare they belong together.");
        var name = KeyOptions.Word("--name", "What its owner calls it.");
        var models = new Option<string[]>("--model") { Description = "A model that it may ask for, or a pattern with *; can be repeated. Without it: all.", HelpName = "MODEL" };
        var expires = KeyOptions.Duration("--expires", "For how long it opens. Without it: until it is revoked.", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        var place = new KeyPlace(terminal);
        var command = new WeirCommand("create", "Make a key. It is printed once and stored as a hash.")
        {
            Examples = ["weir keys create --account team-a", "weir keys create --account team-a --name ci --model 'gpt-*' --expires 90d"],
            Options = { account, organization, name, models, expires },
        };
        place.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (place.Open(parsed, make: true, out var exit) is not { } keys)
                return exit;
            var change = await keys.CreateAsync(
                new NewKey(parsed.GetRequiredValue(account))
                {
                    Organization = parsed.GetValue(organization),
                    Name = parsed.GetValue(name),
                    Models = parsed.GetValue(models),
                    ExpiresIn = parsed.GetValue(expires),
                },
                cancellation);
            return Show(terminal, change, static record => $"Key {record.Id} of account {record.Account}. It is shown this once: store it now.");
        });
        return command;
    }

    /// <summary>The key alone goes to standard output, so that a script can take it; what a person should know goes beside it.</summary>
    public static int Show(Terminal terminal, KeyChange change, Func<KeyRecord, string> say)
    {
        if (change.Failed)
            return terminal.Fail(change.Fault!);
        terminal.Error.WriteLine(say(change.Record));
        if (change.Key is { } key)
            terminal.Out.WriteLine(key);
        return ExitCodes.Ok;
    }
}
