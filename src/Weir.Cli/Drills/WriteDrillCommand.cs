using System.CommandLine;
using System.Globalization;
using Weir.Drill.Scenarios;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;

namespace Weir.Cli.Drills;

/// <summary><c>weir drill write</c>: a scenario as files: what the gateway saw, what the operator knew, and what was true.</summary>
internal static class WriteDrillCommand
{
    private const int TellEvery = 20_000;

    public static Command Create(Terminal terminal)
    {
        var scenarios = DrillCommands.ScenariosArgument();
        var folder = new Option<string>("--out") { Description = "Folder for log.jsonl, accounts.jsonl and truth.jsonl; made where it is missing.", HelpName = "DIR", Required = true };
        var (scale, seed) = (DrillCommands.ScaleOption(), DrillCommands.SeedOption());
        var prompts = new Option<DirectoryInfo>("--prompts") { Description = "Folder with real prompts, gzip JSON Lines, to stand in for made ones.", HelpName = "DIR" };
        prompts.AcceptExistingOnly();
        var form = new Option<LogForm>("--form")
        {
            Description = "bodies: requests and answers whole, with the conversation. short: last prompt and answer. short-no-answers: last prompt.",
            HelpName = "bodies|short|short-no-answers",
            DefaultValueFactory = static _ => LogForm.Bodies,
            CustomParser = static result =>
            {
                var text = result.Tokens[0].Value;
                if (text is not ("bodies" or "short" or "short-no-answers"))
                    result.AddError("--form takes bodies, short or short-no-answers.");
                return text switch { "short" => LogForm.Short, "short-no-answers" => LogForm.ShortNoAnswers, _ => LogForm.Bodies };
            },
        };
        var command = new WeirCommand("write", "Write a scenario as a log with the accounts in it and the truth about them.")
        {
            Examples =
            [
                "weir drill write multilingual --out drill && weir analyze drill/log.jsonl --accounts drill/accounts.jsonl --truth drill/truth.jsonl",
                "weir drill write hydra --scale 0.01 --seed 7 --out drill",
                "weir drill write low-and-slow classroom agency --out drill",
            ],
            Arguments = { scenarios },
            Options = { folder, scale, seed, prompts, form },
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (DrillCommands.Find(parsed.GetRequiredValue(scenarios), terminal) is not { } wanted)
                return Task.FromResult(ExitCodes.Unusable);
            var real = parsed.GetValue(prompts) is { } from ? RealPrompts.Read(from) : null;
            if (real is { Count: 0 })
                return Task.FromResult(terminal.Fail($"--prompts {SafeText.Name(parsed.GetValue(prompts)!.FullName, 200)} holds no prompts (benign_*.jsonl.gz, dist_*.jsonl.gz)."));
            var plan = Scenario.Together(wanted, parsed.GetValue(seed), parsed.GetValue(scale), real);
            return WriteAsync(terminal, plan, parsed.GetRequiredValue(folder), parsed.GetValue(form), cancellation);
        });
        return command;
    }

    private static async Task<int> WriteAsync(Terminal terminal, TrafficPlan plan, string folder, LogForm form, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail($"--out {SafeText.Name(folder, 200)} cannot be made: {exception.Message}");
        }

        await using var log = OutputFile.Open(Path.Combine(folder, "log.jsonl"), terminal);
        await using var accounts = log is null ? null : OutputFile.Open(Path.Combine(folder, "accounts.jsonl"), terminal);
        await using var truth = accounts is null ? null : OutputFile.Open(Path.Combine(folder, "truth.jsonl"), terminal);
        if (log is null || accounts is null || truth is null)
            return ExitCodes.Unusable;
        try
        {
            var (count, lines) = await Task.Run(() => Write(terminal, plan, log.Stream, accounts.Stream, truth.Stream, form, cancellation), cancellation);
            var bytes = log.Stream.Length;
            await log.CommitAsync();
            await accounts.CommitAsync();
            await truth.CommitAsync();
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines:N0} exchanges of {count:N0} accounts over {plan.Days:0} days, {bytes / 1e6:N1} MB, in {SafeText.Of(folder)}"));
            return ExitCodes.Ok;
        }
        catch (IOException exception)
        {
            return terminal.Fail($"--out {SafeText.Name(folder, 200)} cannot be written: {exception.Message}", ExitCodes.Broken);
        }
    }

    private static (int Accounts, long Lines) Write(Terminal terminal, TrafficPlan plan, Stream log, Stream accounts, Stream truth, LogForm form, CancellationToken cancellation)
    {
        var everybody = plan.Accounts();
        AccountFiles.WriteAccounts(everybody, accounts);
        AccountFiles.WriteTruth(everybody, truth);
        var flow = new TrafficFlow(plan, everybody);
        using var lines = new TrafficLog(log, form);
        using var progress = new DrillProgress(terminal, plan.Days);
        var count = 0L;
        while (flow.Read() is { } made)
        {
            lines.Add(made);
            if (++count % TellEvery != 0)
                continue;
            cancellation.ThrowIfCancellationRequested();
            progress.Tell(count, made.AtMs);
        }

        return (everybody.Count, count);
    }
}
