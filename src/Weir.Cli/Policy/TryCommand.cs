using System.CommandLine;
using Weir.Cli.Analyze;
using Weir.Cli.Keys;
using Weir.Detection.Accounts;
using Weir.Policy;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Cli.Policy;

internal sealed record TryOptions
{
    public required string File { get; init; }
    public string? Against { get; init; }
    public required IReadOnlyList<string> Journal { get; init; }
    public string? Accounts { get; init; }
    public string? Truth { get; init; }
    public TimeSpan? ApproveAfter { get; init; }
    public bool Json { get; init; }
    public int Threads { get; init; }
}

/// <summary>`weir policy try`: what a policy would have done with past traffic, before it does it with tomorrow's.</summary>
internal sealed class TryCommand(Terminal terminal, TryOptions options)
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The policy to try." };
        var journal = new Option<string[]>("--journal") { Description = "Past traffic: the journal's folder, or log files of any accepted format.", HelpName = "DIR|LOG", Required = true, AllowMultipleArgumentsPerToken = true };
        var against = new Option<string?>("--against") { Description = "Another policy, to compare with.", HelpName = "FILE" };
        var accounts = new Option<string?>("--accounts") { Description = "What is known of accounts, in JSON Lines.", HelpName = "FILE" };
        var truth = new Option<string?>("--truth") { Description = "The right answers, in JSON Lines: account, label, class. Adds the harm to each honest class.", HelpName = "FILE" };
        var approve = DurationOption.Create("--approve-after", "Suppose that a person says yes to every proposal after this time; nobody answers without it.");
        var format = new Option<string>("--format") { Description = "text for a person, json for a program.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var threads = new Option<int>("--threads") { Description = "Threads to use.", HelpName = "N", DefaultValueFactory = static _ => Environment.ProcessorCount };
        var command = new WeirCommand("try", "Replay past traffic under a policy: who would have been moved where, and what it would have cost whom.")
        {
            Examples = ["weir policy try policy.yaml --journal weir-data/journal", "weir policy try new.yaml --against policy.yaml --journal traffic.jsonl.gz --accounts accounts.jsonl"],
        };
        command.Arguments.Add(file);
        foreach (var option in (Option[])[journal, against, accounts, truth, approve, format, threads])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => new TryCommand(terminal, new TryOptions
        {
            File = parsed.GetRequiredValue(file), Journal = parsed.GetRequiredValue(journal), Against = parsed.GetValue(against), Accounts = parsed.GetValue(accounts),
            Truth = parsed.GetValue(truth), ApproveAfter = parsed.GetValue(approve), Json = parsed.GetValue(format) is "json", Threads = Math.Clamp(parsed.GetValue(threads), 1, 256),
        }).RunAsync(cancellation));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (PolicyCommands.Read(options.File, terminal) is not { Policy: { } policy } reading)
            return ExitCodes.Unusable;
        var before = options.Against is null ? null : PolicyCommands.Read(options.Against, terminal);
        if (options.Against is not null && before is null)
            return ExitCodes.Unusable;
        var labels = options.Truth is null ? null : await Labels.ReadAsync(options.Truth, terminal, cancellation);
        if (options.Truth is not null && labels is null)
            return ExitCodes.Unusable;
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = options.Threads });
        if (options.Accounts is not null && !await Accounts.ReadAsync(options.Accounts, analysis, terminal, cancellation))
            return ExitCodes.Unusable;
        if (Files() is not { Count: > 0 } files)
            return terminal.Fail("there is nothing to replay: the folder named with --journal holds no *.jsonl or *.jsonl.gz.");

        var began = terminal.Time.GetTimestamp();
        var replay = new Replay(policy, reading.Hash, options.ApproveAfter);
        var old = before?.Policy is { } other ? new Replay(other, before.Hash, options.ApproveAfter) : null;
        using var log = new LogReading(LogFiles.Of(files, terminal), AnalysisRun.Hasher, terminal.Time, new LogReadingOptions { Threads = options.Threads });
        var run = new ReplayRun(analysis, old is null ? [replay] : [replay, old]);
        await ProgressBar.ShowAsync(terminal, log, LogFiles.TotalBytes(files), progress => run.ReadAsync(log, progress, cancellation));
        Faults.Tell(log, terminal);
        if (analysis.Summary.Exchanges == 0)
            return terminal.Fail("nothing to replay: no exchange was found in the input.");
        var report = new TryReport(options, policy, replay, old, labels, analysis.Summary, terminal.Time.GetElapsedTime(began).TotalSeconds);
        if (options.Json)
            report.WriteJson(terminal.Out);
        else
            report.WriteText(terminal.Out);
        return ExitCodes.Ok;
    }

    /// <summary>A folder stands for the segments in it, in the order of their names, which is that of time.</summary>
    private List<string> Files()
    {
        var files = new List<string>();
        foreach (var path in options.Journal)
        {
            if (Directory.Exists(path))
                files.AddRange(Directory.EnumerateFiles(path).Where(static file => file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".jsonl.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            else
                files.Add(path);
        }

        return files;
    }
}
