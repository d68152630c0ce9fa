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
        var accounts = new Option<FileInfo>("--accounts") { Description = "A file with an account a line: a key is made for each, and printed behind it and a tab." };
        accounts.AcceptExistingOnly();
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
                "weir keys create --accounts accounts.txt --data /var/lib/weir > keys.tsv",
            ],
            Options = { account, accounts, organization, name, models, expires, data },
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(account) is null == result.GetResult(accounts) is null)
                result.AddError("Name one account with --account, or a file of them with --accounts.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = new KeyFile(parsed.GetValue(data)!, terminal.Time);
            var common = new NewKey(parsed.GetValue(account) ?? "")
            {
                Organization = parsed.GetValue(organization),
                Name = parsed.GetValue(name),
                Models = parsed.GetValue(models),
                ExpiresIn = parsed.GetValue(expires),
            };
            if (parsed.GetValue(accounts) is { } many)
                return await CreateManyAsync(terminal, file, common, many.FullName, cancellation);
            var change = await file.CreateAsync(common, cancellation);
            return terminal.Show(change, $"Key {change.Record?.Id} of account {common.Account}. This is the only time that it is shown.");
        });
        return command;
    }

    private static async Task<int> CreateManyAsync(Terminal terminal, KeyFile file, NewKey common, string path, CancellationToken cancellation)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
        {
            number++;
            var account = line.Trim();
            if (account.Length == 0)
                continue;
            if (account.Length > MaxName || account.Any(char.IsControl))
                return terminal.Fail($"{path}, line {number}: an account has at most {MaxName} characters, none of them a control character. The keys printed so far are good.");
            var change = await file.CreateAsync(common with { Account = account }, cancellation);
            if (change.Failed)
                return terminal.Fail(change.Fault!);
            terminal.Out.WriteLine($"{account}\t{change.Key}");
        }

        return ExitCodes.Ok;
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
