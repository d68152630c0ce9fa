using System.CommandLine;
using System.Globalization;
using Weir.Cli.Keys;
using Weir.Gateway.Signing;
using Weir.Signatures.Marking;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature preview</c>: what a mark would change, before and after side by side. Writes nothing.</summary>
internal static class PreviewCommand
{
    private const int Around = 24;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The text; - is standard input." };
        var key = new Option<string?>("--key") { Description = "The key's name. Without it a key made for this look and thrown away." };
        var strength = SignatureCommands.StrengthOption(1);
        var data = KeyCommands.DataOption();
        var master = SignatureCommands.MasterOption();
        var command = new WeirCommand("preview", "Show what marking a text would change, side by side.")
        {
            Examples = ["weir signature preview answer.md", "weir signature preview answer.md --key main --strength 0.6"],
            Arguments = { file },
            Options = { key, strength, data, master },
        };
        command.SetAction(parsed =>
        {
            if (SignatureCommands.ReadText(terminal, parsed.GetRequiredValue(file)) is not { } text)
                return ExitCodes.Unusable;
            var found = SignatureKey.Decoy(0, KeyLayer.Owner);
            if (parsed.GetValue(key) is { } name)
            {
                var folder = parsed.GetValue(data)!;
                if (!SignatureMaster.TryRead(folder, parsed.GetValue(master), make: false, out var secret, out var fault))
                    return terminal.Fail(fault);
                if (SignatureCommands.Key(terminal, new SignatureKeyFile(folder, terminal.Time), name, secret) is not { } named)
                    return ExitCodes.Unusable;
                found = named;
            }

            var embedder = new Embedder(new Signature(found, null, parsed.GetValue(strength)));
            embedder.Apply(text);
            foreach (var edit in embedder.Edits)
                terminal.Out.WriteLine(Row(text, edit, terminal));
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{embedder.Words} words, {embedder.Slots} places open, {embedder.Edits.Count} would change: {ApplyCommand.Share(embedder):0.00}% of the words."));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Row(string text, Edit edit, Terminal terminal)
    {
        var line = 1 + text.AsSpan(0, (int)edit.Start).Count('\n');
        var before = text[Math.Max(0, (int)edit.Start - Around)..(int)edit.Start];
        var after = text[(int)edit.End..Math.Min(text.Length, (int)edit.End + Around)];
        var (from, to) = terminal.Colour ? ("\e[31m", "\e[32m") : ("[", "[");
        var end = terminal.Colour ? "\e[0m" : "]";
        var left = $"{Shown(before)}{from}{Shown(text.Substring((int)edit.Start, edit.Length))}{end}{Shown(after)}";
        var right = $"{Shown(before)}{to}{Shown(edit.Text)}{end}{Shown(after)}";
        return $"{line,5}  {left.PadRight((2 * Around) + 22)}  {right}";
    }

    private static string Shown(string text) => SafeText.Of(text.Replace('\n', '⏎'));
}
