using System.CommandLine;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Sharing;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>`weir analyze`: says of a log which accounts harvest the model, why, how sure, and how much has left.</summary>
internal sealed class AnalyzeCommand(Terminal terminal, AnalyzeOptions options)
{
    /// <summary>More accounts than a chart can show apart.</summary>
    private const int MostInChart = 250_000;

    public static Command Create(Terminal terminal)
    {
        var flags = new AnalyzeFlags();
        var command = new WeirCommand("analyze", "Find accounts that harvest the model, in a log of exchanges. Exit code 0: none, 3: some, 2: unusable input.")
        {
            Examples =
            [
                "weir analyze traffic.jsonl.gz",
                "weir analyze journal/*.jsonl* --accounts accounts.jsonl --format html --out report.html",
                "zcat old/*.gz | weir analyze --format json | jq '.accounts[] | [.account, .verdict, .evidence]'",
            ],
        };
        command.Arguments.Add(flags.Files);
        foreach (var option in flags.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var options = flags.Of(parsed);
            return new AnalyzeCommand(terminal, options with { Files = LogFiles.Once(options.Files, terminal) }).RunAsync(cancellation);
        });
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        // Whatever was named must be usable before the long work begins.
        var labels = options.Truth is null ? null : await Labels.ReadAsync(options.Truth, terminal, cancellation);
        if (options.Truth is not null && labels is null)
            return ExitCodes.Unusable;
        var (usable, yardstick) = await Baseline.ReadAsync(options, terminal, cancellation);
        if (!usable)
            return ExitCodes.Unusable;
        var analysis = new AccountAnalysis(new AnalysisOptions { Calibration = yardstick, Threads = options.Threads });
        if (options.Accounts is not null && !await Accounts.ReadAsync(options.Accounts, analysis, terminal, cancellation))
            return ExitCodes.Unusable;
        var (readable, book, hasher) = SharedBook.Of(options, terminal);
        if (!readable)
            return ExitCodes.Unusable;
        await using var file = options.Out is null ? null : OutputFile.Open(options.Out, terminal, [.. options.Files, options.Accounts, options.Baseline, options.Truth]);
        if (options.Out is not null && file is null)
            return ExitCodes.Unusable;

        var started = terminal.Time.GetTimestamp();
        using var reading = new LogReading(LogFiles.Of(options.Files, terminal), hasher, terminal.Time, new LogReadingOptions { Threads = options.Threads, Strict = options.Strict });
        var run = new AnalysisRun(reading, analysis);
        await ProgressBar.ShowAsync(terminal, reading, LogFiles.TotalBytes(options.Files), progress => run.ReadAsync(options.Until, book is null ? null : book.Observe, progress, cancellation));
        Faults.Tell(reading, terminal);
        if (reading.Stopped)
            return ExitCodes.Unusable;
        if (analysis.Summary.Exchanges == 0)
            return terminal.Fail(run.AfterUntil > 0 ? "nothing to analyse: all exchanges are later than --until." : "nothing to analyse: no exchange was found in the input.");

        var report = ReportOf(run, reading, analysis, book, labels, terminal.Time.GetElapsedTime(started).TotalSeconds);
        await ReportOutput.WriteAsync(report, options.Format, file, options.Out, terminal);
        return report.AnythingFound ? ExitCodes.Found : ExitCodes.Ok;
    }

    private Report ReportOf(AnalysisRun run, LogReading reading, AccountAnalysis analysis, IndicatorBook? book, Dictionary<string, Label>? labels, double seconds)
    {
        var charted = options.Format == ReportFormat.Html && analysis.Summary.Accounts <= MostInChart;
        // What others told can make a finding of an account that was clear.
        var everyone = labels is not null || charted || options.All || book is not null ? SharedBook.Raise(book, analysis.Findings(all: true)) : [];
        return new Report
        {
            Summary = analysis.Summary,
            Lines = reading.Lines,
            Faults = reading.Faults,
            Seconds = seconds,
            Fallen = analysis.Fallen(),
            Findings = options.All ? everyone : book is not null ? [.. everyone.Where(static finding => finding.Verdict != Verdict.Clear)] : analysis.Findings(),
            Everyone = charted ? everyone : [],
            Campaigns = analysis.Campaigns(),
            Timeline = run.Timeline,
            Measured = labels is null ? null : Measured.Of(everyone, labels),
        };
    }
}
