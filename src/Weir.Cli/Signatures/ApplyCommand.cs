using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Cli.Keys;
using Weir.Gateway.Signing;
using Weir.Signatures.Marking;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature apply</c>: marks a text by hand.</summary>
internal static class ApplyCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The text; - is standard input." };
        var key = new Option<string>("--key") { Description = "The key's name.", Required = true };
        var strength = SignatureCommands.StrengthOption(0.6);
        var data = KeyCommands.DataOption();
        var master = SignatureCommands.MasterOption();
        var output = new Option<string?>("--out") { Description = "Where the marked text goes; without it, standard output." };
        var command = new WeirCommand("apply", "Mark a text with a key.")
        {
            Examples = ["weir signature apply answer.md --key main --strength 0.6 --out marked.md"],
            Arguments = { file },
            Options = { key, strength, data, master, output },
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(data)!;
            var keys = new SignatureKeyFile(folder, terminal.Time);
            if (!SignatureMaster.TryRead(folder, parsed.GetValue(master), make: false, out var secret, out var fault))
                return terminal.Fail(fault);
            if (SignatureCommands.Key(terminal, keys, parsed.GetRequiredValue(key), secret) is not { } found)
                return ExitCodes.Unusable;
            if (keys.Find(found.Name)!.LedgerIndex is null)
            {
                var (_, notYet) = await SignatureCommitment.CommitAsync(keys, terminal.Time, cancellation);
                if (notYet is not null)
                    return terminal.Fail($"The key '{SafeText.Name(found.Name)}' is not in the ledger, and nothing is marked before it is: {notYet}");
            }

            if (SignatureCommands.ReadText(terminal, parsed.GetRequiredValue(file)) is not { } text)
                return ExitCodes.Unusable;
            var record = keys.Find(found.Name)!;
            var owner = record.Under is null ? found : SignatureKeyFile.Derive(keys.Find(record.Under)!, secret)!;
            var embedder = new Embedder(new Signature(owner, record.Under is null ? null : found, parsed.GetValue(strength)));
            var marked = embedder.Apply(text);
            if (parsed.GetValue(output) is { } path)
            {
                await using var target = OutputFile.Open(path, terminal);
                if (target is null)
                    return ExitCodes.Unusable;
                await target.Stream.WriteAsync(Encoding.UTF8.GetBytes(marked), cancellation);
                await target.CommitAsync();
            }
            else
            {
                terminal.Out.Write(marked);
            }

            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{embedder.Words} words, {embedder.Slots} places open, {embedder.Edits.Count} changed: {Share(embedder):0.00}% of the words."));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static double Share(Embedder embedder) => embedder.Words == 0 ? 0 : 100.0 * embedder.Edits.Count / embedder.Words;
}
