using System.Diagnostics;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;

namespace Weir.Bench.Detection;

/// <summary>The population as files, for <c>weir analyze</c> and for measuring how fast logs are made.</summary>
public static class WrittenTraffic
{
    public static async Task WriteAsync(Options options, RealPrompts? real)
    {
        var folder = Directory.CreateDirectory(options.Write!);
        var plan = TrafficPlan.Mixed(options.Seeds[0], options.People, options.EachProduct, options.EachHarvest) with { Volume = options.Volume, Real = real };
        await using var log = File.Create(Path.Combine(folder.FullName, "log.jsonl"));
        await using var accounts = File.Create(Path.Combine(folder.FullName, "accounts.jsonl"));
        await using var truth = File.Create(Path.Combine(folder.FullName, "truth.jsonl"));
        var clock = Stopwatch.StartNew();
        var lines = TrafficLog.Write(plan, log, accounts, truth, options.Form, options.Lines, options.AnswerChars);
        using var process = Process.GetCurrentProcess();
        var (wall, processor) = (clock.Elapsed.TotalSeconds, process.TotalProcessorTime.TotalSeconds);
        Console.WriteLine($"{lines:N0} lines, {log.Length / 1e6:N0} MB in {wall:0.0} s ({lines / wall:N0} a second; {lines / processor:N0} a second of processor time), peak memory {process.PeakWorkingSet64 / 1e6:N0} MB");
    }
}
