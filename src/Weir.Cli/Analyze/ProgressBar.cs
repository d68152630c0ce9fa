using Spectre.Console;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>A bar on the terminal of whoever waits; nothing at all in a pipe.</summary>
internal static class ProgressBar
{
    public static async Task ShowAsync(Terminal terminal, LogReading reading, long totalBytes, Func<Action?, Task> work)
    {
        if (!terminal.Interactive)
        {
            await work(null);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("reading", maxValue: Math.Max(1, totalBytes));
                task.IsIndeterminate = totalBytes == 0;
                await work(() =>
                {
                    task.Value = Math.Min(reading.BytesRead, totalBytes);
                    task.Description = $"{TextReport.Number(reading.Exchanges)} exchanges";
                });
            });
    }
}
