using System.CommandLine;
using Weir.Cli.Analyze;
using Weir.Detection.Accounts;
using Weir.Traffic.Journals;

namespace Weir.Cli.Calibrate;

/// <summary>`weir calibrate`: what each verdict would have touched in the operator's own past traffic, and what is usual in it.</summary>
internal sealed class CalibrateCommand(Terminal terminal, string[] logs, string? accounts, string? confirmed, string path, int threads)
{
    public static Command Create(Terminal terminal)
    {
        var logs = new Argument<string[]>("LOG") { Description = "Logs of past traffic, plain or gzip, in any accepted format.", Arity = ArgumentArity.OneOrMore };
        var accounts = new Option<string?>("--accounts") { Description = "What is known of accounts, in JSON Lines; gives the tiers.", HelpName = "FILE" };
        var confirmed = new Option<string?>("--confirmed") { Description = "Accounts that a person has looked at and found ordinary, one a line.", HelpName = "FILE" };
        var path = new Option<string>("--out") { Description = "Where the calibration goes.", HelpName = "FILE", Required = true };
        var threads = new Option<int>("--threads") { Description = "Threads to use.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256)
                result.AddError("--threads must be from 1 to 256.");
        });
        var command = new WeirCommand("calibrate", "Learn from past traffic what is usual, and show what each verdict would have touched. Exit code 3: accounts are doubted that nobody has confirmed.")
        {
            Examples =
            [
                "weir calibrate journal/*.jsonl.gz --accounts accounts.jsonl --out calibration.json",
                "weir calibrate journal/*.jsonl.gz --out calibration.json --confirmed ordinary.txt",
            ],
        };
        command.Arguments.Add(logs);
        foreach (var option in (Option[])[accounts, confirmed, path, threads])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
            new CalibrateCommand(terminal, parsed.GetValue(logs)!, parsed.GetValue(accounts), parsed.GetValue(confirmed), parsed.GetValue(path)!, parsed.GetValue(threads)).RunAsync(cancellation));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = threads });
        if (accounts is not null && !await Accounts.ReadAsync(accounts, analysis, terminal, cancellation))
            return ExitCodes.Unusable;
        if (await ConfirmedAsync(cancellation) is not { } ordinary)
            return ExitCodes.Unusable;
        await using var output = OutputFile.Open(path, terminal, [.. logs, accounts, confirmed]);
        if (output is null)
            return ExitCodes.Unusable;

        var tallies = new Tallies();
        using var reading = new LogReading(LogFiles.Of(logs, terminal), AnalysisRun.Hasher, terminal.Time, new LogReadingOptions { Threads = threads });
        var run = new AnalysisRun(reading, analysis);
        await ProgressBar.ShowAsync(terminal, reading, LogFiles.TotalBytes(logs), progress => run.ReadAsync(until: null, tallies.Add, progress, cancellation));
        Faults.Tell(reading, terminal);
        if (analysis.Summary.Exchanges == 0)
            return terminal.Fail("nothing to calibrate on: no exchange was found in the input.");

        var calibration = Calibration.Of(analysis, tallies, ordinary);
        CalibrationFile.Write(calibration, output.Stream);
        await output.CommitAsync();
        CalibrationText.Write(calibration, path, terminal.Out);
        return calibration.Open > 0 ? ExitCodes.Found : ExitCodes.Ok;
    }

    private async Task<HashSet<string>?> ConfirmedAsync(CancellationToken cancellation)
    {
        var ordinary = new HashSet<string>(StringComparer.Ordinal);
        if (confirmed is null)
            return ordinary;
        try
        {
            using var lines = new StreamReader(LogFiles.Open(confirmed));
            while (await lines.ReadLineAsync(cancellation) is { } line)
                ordinary.Add(line.Trim());
            return ordinary;
        }
        catch (IOException exception)
        {
            terminal.Fail($"{SafeText.Name(confirmed, 200)} {exception.Message}.");
            return null;
        }
    }
}
