using System.CommandLine;
using System.Globalization;
using Weir.Cli.Keys;
using Weir.Gateway.Admission;
using Weir.Gateway.Signing;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature detect</c>: whether a text, or what a model wrote, carries the mark of a key.</summary>
internal static class DetectCommand
{
    private const int Decoys = 1_000;
    // A control that has so much of the text in it is the text.
    private const double MostOverlap = 0.05;

    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("text") { Description = "A file or a folder: text, or JSON Lines with a text a line; - is standard input." };
        var keys = new Option<string[]>("--key") { Description = "A key's name; may be repeated. Without it every key of the installation and every account that has one of Weir's own keys.", AllowMultipleArgumentsPerToken = true };
        var control = new Option<string?>("--control") { Description = "Unmarked text to hold it against (file or folder), or counts made by `weir signature control`. Without it the shipped counts." };
        var data = KeyCommands.DataOption();
        var master = SignatureCommands.MasterOption();
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new WeirCommand("detect", "Tell whether a text, or what a model wrote, carries the mark of a key. Exit code 3 if it does.")
        {
            Examples = ["weir signature detect suspect-answers/ --key main", "weir signature detect leaked.jsonl --control our-unmarked/ --format json | jq .verdict"],
            Arguments = { path },
            Options = { keys, control, data, master, format },
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            if (!SignatureMaster.TryRead(folder, parsed.GetValue(master), make: false, out var secret, out var fault))
                return terminal.Fail(fault);
            if (Keys(terminal, folder, parsed.GetValue(keys) ?? [], secret) is not { } tried)
                return ExitCodes.Unusable;
            if (TextSources.Count(terminal, parsed.GetRequiredValue(path)) is not { } tally)
                return ExitCodes.Unusable;
            if (Control(terminal, parsed.GetValue(control), tally, tried) is not { } held)
                return ExitCodes.Unusable;

            var evidence = new Evidence(tally, held.Statistics);
            var readings = evidence.Read(tried);
            var decoys = evidence.Decoys(Decoys, readings[0].Layer);
            var judgement = Judgement.Of(evidence, readings[0], decoys, held.Faults);
            var result = new Detection(tally, held, readings, decoys, judgement);
            if (parsed.GetValue(format) is "json")
                DetectionOutput.Json(result, terminal.Out);
            else
                DetectionOutput.Text(result, terminal.Out);
            return judgement.Verdict == Verdict.Marked ? ExitCodes.Found : ExitCodes.Ok;
        });
        return command;
    }

    private static List<SignatureKey>? Keys(Terminal terminal, string folder, string[] names, byte[] secret)
    {
        var file = new SignatureKeyFile(folder, terminal.Time);
        var keys = new List<SignatureKey>();
        try
        {
            var known = file.Read();
            foreach (var name in names.Length > 0 ? names : known.Select(static key => key.Name))
            {
                if (SignatureCommands.Key(terminal, file, name, secret) is not { } key)
                    return null;
                keys.Add(key);
            }

            if (names.Length == 0)
            {
                var accounts = new KeyFile(folder, terminal.Time).Read().All.Select(static key => key.Account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
                foreach (var owner in known.Where(static key => key.Under is null))
                {
                    var derived = SignatureKeyFile.Derive(owner, secret)!;
                    keys.AddRange(accounts.Select(derived.Account));
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"Keys cannot be read: {refused.Message}");
            return null;
        }

        if (keys.Count > 0)
            return keys;
        terminal.Fail($"There are no signature keys in {folder}. Make one with: weir signature keys create NAME --data {folder}");
        return null;
    }

    private static HeldAgainst? Control(Terminal terminal, string? path, Tally tally, List<SignatureKey> keys)
    {
        if (path is null)
            return new HeldAgainst("shipped", ControlStatistics.Shipped, [], []);
        if (File.Exists(path))
        {
            try
            {
                using var reader = new StreamReader(path);
                if (ControlStatistics.Read(reader) is { } counts)
                {
                    return counts.Slots >= ControlStatistics.LeastSlots
                        ? new HeldAgainst(path, counts, [], [])
                        : new HeldAgainst("shipped", ControlStatistics.Shipped, [TooSmall(counts.Slots)], []);
                }
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                terminal.Fail($"{SafeText.Name(path, 200)} cannot be read: {refused.Message}");
                return null;
            }
        }

        if (TextSources.Count(terminal, path) is not { } control)
            return null;
        var faults = new List<string>();
        var overlap = tally.Overlap(control);
        if (overlap > MostOverlap)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"it holds {overlap * 100:0}% of the text itself"));
        // Read against the shipped counts: against its own it would always look like itself.
        var own = new Evidence(control, ControlStatistics.Shipped).Read(keys);
        if (own[0].Adjusted < Judgement.ControlLimit)
            faults.Add($"it carries the mark of '{own[0].Key}' itself");
        return control.Slots >= ControlStatistics.LeastSlots
            ? new HeldAgainst(path, ControlStatistics.Of(control), [], faults)
            : new HeldAgainst("shipped", ControlStatistics.Shipped, [TooSmall(control.Slots)], faults);
    }

    private static string TooSmall(long slots) =>
        $"the control has {slots} open places and {ControlStatistics.LeastSlots} are needed: the shipped counts are used in its place";
}

/// <param name="Notes">What the reader should know of the control.</param>
/// <param name="Faults">What makes a verdict impossible.</param>
internal sealed record HeldAgainst(string Source, ControlStatistics Statistics, IReadOnlyList<string> Notes, IReadOnlyList<string> Faults);

internal sealed record Detection(Tally Tally, HeldAgainst Control, IReadOnlyList<KeyReading> Readings, DecoyReading Decoys, Judgement Judgement);
