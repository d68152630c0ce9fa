using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Keys;
using Weir.Gateway.Signing;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature keys create|list|commit</c>.</summary>
internal static class SignatureKeyCommands
{
    public static Command Create(Terminal terminal) => new("keys", "Make and list the keys that texts are marked with, and commit them to the ledger.")
    {
        Make(terminal), List(terminal), Commit(terminal),
    };

    private static WeirCommand Make(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "What the key is called." };
        var under = new Option<string?>("--under") { Description = "The owner's key that this one is derived from: it is then a campaign's key." };
        var account = new Option<bool>("--account") { Description = "With --under: the key of an account; the name is the account's." };
        var data = KeyCommands.DataOption();
        var master = SignatureCommands.MasterOption();
        var command = new WeirCommand("create", "Make a key, and commit to it in the ledger before anything is marked with it.")
        {
            Examples = ["weir signature keys create main", "weir signature keys create spring-harvest --under main --data /var/lib/weir", "WEIR_SIGNATURE_MASTER=… weir signature keys create main"],
            Arguments = { name },
            Options = { under, account, data, master },
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(account) && result.GetValue(under) is null)
                result.AddError("--account needs --under: whose key the account's is derived from.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            var file = new SignatureKeyFile(folder, terminal.Time);
            if (!SignatureMaster.TryRead(folder, parsed.GetValue(master), make: true, out var secret, out var fault))
                return terminal.Fail(fault);
            try
            {
                var above = parsed.GetValue(under);
                var kind = above is null ? "owner" : parsed.GetValue(account) ? "account" : "campaign";
                if (file.Create(parsed.GetRequiredValue(name), kind, above, secret, out fault) is not { } made)
                    return terminal.Fail(fault!);
                terminal.Out.WriteLine(made.Name);
                terminal.Error.WriteLine($"Commitment {made.Commitment}.");
                var (_, notYet) = await SignatureCommitment.CommitAsync(file, terminal.Time, cancellation);
                terminal.Error.WriteLine(file.Find(made.Name) is { LedgerIndex: { } index }
                    ? $"It stands in the ledger as entry {index}."
                    : $"It is not in the ledger yet, and nothing is marked with it before it is: {notYet}.");
                return ExitCodes.Ok;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail($"'{file.Path}' cannot be written: {refused.Message}");
            }
        });
        return command;
    }

    private static WeirCommand List(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("list", "List the keys with their commitments. No secret is shown.") { Examples = ["weir signature keys list"], Options = { json, data } };
        command.SetAction(parsed =>
        {
            var file = new SignatureKeyFile(parsed.GetValue(data)!, terminal.Time);
            try
            {
                foreach (var key in file.Read())
                {
                    terminal.Out.WriteLine(parsed.GetValue(json)
                        ? JsonSerializer.Serialize(key)
                        : $"{SafeText.Name(key.Name),-24}  {key.Kind,-8}  {SafeText.Name(key.Under ?? "-"),-16}  {Moments.Text(key.Created)}  {(key.LedgerIndex is { } index ? $"ledger {index}" : "not committed"),-14}  {key.Commitment}");
                }

                return ExitCodes.Ok;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return terminal.Fail($"'{file.Path}' cannot be read: {refused.Message}");
            }
        });
        return command;
    }

    private static WeirCommand Commit(Terminal terminal)
    {
        var data = KeyCommands.DataOption();
        var command = new WeirCommand("commit", "Put commitments that are not in the ledger yet into it. A running gateway does that itself.")
        {
            Examples = ["weir signature keys commit --data /var/lib/weir"],
            Options = { data },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (count, fault) = await SignatureCommitment.CommitAsync(new SignatureKeyFile(parsed.GetValue(data)!, terminal.Time), terminal.Time, cancellation);
            if (fault is not null)
                return terminal.Fail(fault);
            terminal.Error.WriteLine(count == 0 ? "Every key is committed." : $"{count} committed.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
