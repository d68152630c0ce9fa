using System.CommandLine;
using Weir.Gateway.Admission;

namespace Weir.Cli.Keys;

/// <summary><c>weir keys create</c>: a new key for an account, shown once.</summary>
internal static class CreateKeyCommand
{
    private const int MaxName = 256;

    public static Command Create(Terminal terminal)
    {
        var account = Name("--account", "Who is billed, and judged.");
        account.Required = true;
        var organization = Name("--organization", "The organization that the account declares to belong to.");
        var name = Name("--name", "What the key is called in lists.");
        var models = new Option<string[]>("--model") { Description = "A model that the key may ask for, or a pattern with *; may be repeated. Without it, all." };
        var expires = DurationOption.Create("--expires", "How long the key opens: 30m, 12h, 90d. Without it, until it is revoked.");
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("create", "Make a key. It is printed once and stored only as a hash.")
        {
            Examples =
            [
                "weir keys create --account acme",
                "weir keys create --account acme --organization acme-group --name ci --model 'small-*' --expires 90d",
                "KEY=$(weir keys create --account acme --data /var/lib/weir)",
            ],
            Options = { account, organization, name, models, expires, data },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            var wanted = new NewKey(parsed.GetValue(account)!)
            {
                Organization = parsed.GetValue(organization),
                Name = parsed.GetValue(name),
                Models = parsed.GetValue(models),
                ExpiresIn = parsed.GetValue(expires),
            };
            var change = await new KeyFile(folder, terminal.Time).CreateAsync(wanted, cancellation);
            return terminal.Show(change, $"Key {change.Record?.Id} of account {wanted.Account}. This is the only time that it is shown.");
        });
        return command;
    }

    private static Option<string?> Name(string option, string description)
    {
        var name = new Option<string?>(option) { Description = description };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && (string.IsNullOrWhiteSpace(value) || value.Length > MaxName || value.Any(char.IsControl)))
                result.AddError($"{option} takes 1 to {MaxName} characters, none of them a control character.");
        });
        return name;
    }
}
