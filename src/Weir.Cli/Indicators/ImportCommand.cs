using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Cli.Drills;
using Weir.Sharing;

namespace Weir.Cli.Indicators;

/// <summary><c>weir indicators import</c>: takes in a bundle whose signature holds.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The bundle; its signature lies beside it as FILE.sig." };
        file.AcceptExistingOnly();
        var from = new Option<FileInfo>("--from") { Description = "The sender's P-256 public key in PEM.", HelpName = "FILE", Required = true };
        from.AcceptExistingOnly();
        var trust = new Option<double>("--trust")
        {
            Description = "How far this sender is trusted, from 0 to 1.",
            HelpName = "X",
            DefaultValueFactory = static _ => 0.3,
            CustomParser = static result => DrillCommands.Number(result, "--trust", 0, 1),
        };
        var data = new Option<string>("--data") { Description = "The data folder; bundles are kept in its folder 'indicators'.", HelpName = "DIR", DefaultValueFactory = static _ => "./weir-data" };
        var command = new WeirCommand("import", "Take in indicators that somebody shared. They add to evidence, less with age, and never move an account to act.")
        {
            Examples = ["weir indicators import campaign.json --from example-lab.pub.pem --trust 0.5", "weir analyze requests.jsonl.gz --indicators ./weir-data/indicators"],
            Arguments = { file },
            Options = { from, trust, data },
        };
        command.SetAction((parsed, cancellation) => ImportAsync(terminal, parsed.GetRequiredValue(file), parsed.GetRequiredValue(from), parsed.GetValue(trust), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> ImportAsync(Terminal terminal, FileInfo file, FileInfo from, double trust, string data, CancellationToken cancellation)
    {
        using var key = IndicatorCommands.ReadKey(from, terminal, "--from");
        if (key is null)
            return ExitCodes.Unusable;
        var name = SafeText.Name(file.FullName, 200);
        byte[] bundle, signature;
        try
        {
            if (file.Length > StixReading.LargestBundle)
                return terminal.Fail($"{name} is larger than {StixReading.LargestBundle} bytes.");
            bundle = await File.ReadAllBytesAsync(file.FullName, cancellation);
            signature = await File.ReadAllBytesAsync(file.FullName + ".sig", cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail($"{name} cannot be read with its signature: {exception.Message}");
        }

        if (!BundleSignature.Verify(bundle, signature, key))
            return terminal.Fail($"{name} is not signed by the key of --from, or was changed since.");
        if (StixReading.Read(bundle, out var fault) is not { } received)
            return terminal.Fail($"{name} {SafeText.Of(fault, 300)}.");
        return await KeepAsync(terminal, bundle, received, trust, BundleSignature.KeyId(key), data);
    }

    private static async Task<int> KeepAsync(Terminal terminal, byte[] bundle, IReadOnlyList<ReceivedIndicators> received, double trust, string sender, string data)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(data, "indicators")).FullName;
            // One file a sender and campaign: a later bundle takes the place of an earlier one.
            var path = Path.Combine(folder, $"{sender[..16]}-{received[0].Shared.Campaign:N}.json");
            await using var file = OutputFile.Open(path, terminal);
            if (file is null)
                return ExitCodes.Unusable;
            await using (var json = new Utf8JsonWriter(file.Stream))
            {
                json.WriteStartObject();
                json.WriteString("sender_key"u8, sender);
                json.WriteNumber("trust"u8, trust);
                json.WriteString("imported"u8, terminal.Time.GetUtcNow().UtcDateTime);
                json.WriteBase64String("bundle"u8, bundle);
                json.WriteEndObject();
            }

            await file.CommitAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail($"--data {SafeText.Name(data, 200)} cannot be written: {exception.Message}");
        }

        foreach (var one in received)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{SafeText.Name(one.Sender)}, TLP:{one.Tlp.Word().ToUpperInvariant()}: {one.Shared.Templates.Count} templates, {one.Shared.Networks.Count} networks, {one.Shared.Clients.Count} clients, until {one.ValidUntil.UtcDateTime:yyyy-MM-dd}; trust {trust:0.##}"));
        }

        return ExitCodes.Ok;
    }
}
