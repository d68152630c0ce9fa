using System.CommandLine;
using System.Globalization;

namespace Weir.Cli.Analyze;

internal enum ReportFormat { Text, Json, Html }

/// <summary>What was asked of `weir analyze`.</summary>
internal sealed record AnalyzeOptions
{
    public required IReadOnlyList<string> Files { get; init; }
    public string? Accounts { get; init; }
    public string? Baseline { get; init; }
    public string? Truth { get; init; }
    public string? Indicators { get; init; }
    public FileInfo? GroupKey { get; init; }
    public ReportFormat Format { get; init; }
    public string? Out { get; init; }
    public DateTimeOffset? Until { get; init; }
    public int Threads { get; init; } = Environment.ProcessorCount;
    public bool All { get; init; }
    public bool Strict { get; init; }
}

/// <summary>The same as the command line has it.</summary>
internal sealed class AnalyzeFlags
{
    public Argument<string[]> Files { get; } = new("FILE")
    {
        Description = "Logs in JSON Lines, plain or gzip, of any accepted format; standard input where none is named or for '-'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Accounts { get; } = new("--accounts") { Description = "What is known of accounts, in JSON Lines: created, organization, payment, tier, licence.", HelpName = "FILE" };
    public Option<string?> Baseline { get; } = new("--baseline") { Description = "What is usual here: a file of weir calibrate, or a log of ordinary traffic.", HelpName = "FILE" };
    public Option<string?> Truth { get; } = new("--truth") { Description = "The right answers, in JSON Lines: account, label (benign or extraction), class. Adds what was measured.", HelpName = "FILE" };
    public Option<string?> Indicators { get; } = new("--indicators") { Description = "What others shared: the folder that `weir indicators import` fills. It adds to evidence and moves nobody to act.", HelpName = "DIR" };
    public Option<FileInfo> GroupKey { get; } = Weir.Cli.Indicators.IndicatorCommands.GroupKeyOption();
    public Option<string> Format { get; } = new Option<string>("--format") { Description = "text for a person, json for a program, html for a meeting.", DefaultValueFactory = static _ => "text", HelpName = "text|json|html" }.AcceptOnlyFromAmong("text", "json", "html");
    public Option<string?> Out { get; } = new("--out") { Description = "Write the report to this file instead of standard output.", HelpName = "FILE" };

    public Option<DateTimeOffset?> Until { get; } = new("--until")
    {
        Description = "Look at nothing after this moment, such as 2026-02-12 or 2026-02-12T08:15:30Z.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return time;
            result.AddError($"--until '{SafeText.Name(result.Tokens[0].Value)}' is no time; write it as 2026-02-12 or 2026-02-12T08:15:30Z.");
            return null;
        },
    };

    public Option<int> Threads { get; } = new("--threads") { Description = "Threads to use.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    public Option<bool> All { get; } = new("--all") { Description = "List accounts that are clear, too." };
    public Option<bool> Strict { get; } = new("--strict") { Description = "Stop at the first line that cannot be used." };

    public AnalyzeFlags() => Threads.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is < 1 or > 256)
            result.AddError("--threads must be from 1 to 256.");
    });

    public IEnumerable<Option> Options => [Accounts, Baseline, Truth, Indicators, GroupKey, Format, Out, Until, Threads, All, Strict];

    public AnalyzeOptions Of(ParseResult parsed) => new()
    {
        Files = parsed.GetValue(Files) ?? [],
        Accounts = parsed.GetValue(Accounts),
        Baseline = parsed.GetValue(Baseline),
        Truth = parsed.GetValue(Truth),
        Indicators = parsed.GetValue(Indicators),
        GroupKey = parsed.GetValue(GroupKey),
        Format = Enum.Parse<ReportFormat>(parsed.GetRequiredValue(Format), ignoreCase: true),
        Out = parsed.GetValue(Out),
        Until = parsed.GetValue(Until),
        Threads = parsed.GetValue(Threads),
        All = parsed.GetValue(All),
        Strict = parsed.GetValue(Strict),
    };
}
