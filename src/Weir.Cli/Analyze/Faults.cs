using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>Tells on standard error what could not be used, with file and line.</summary>
internal static class Faults
{
    private const int Shown = 10;

    public static void Tell(LogReading reading, Terminal terminal)
    {
        if (reading.Stopped && reading.Faults.First is { } first)
        {
            terminal.Error.WriteLine("weir: " + Sentence(first) + "; stopped there (--strict).");
            return;
        }

        // What is missing comes before what was kept with less.
        var kept = reading.Faults.Kept.OrderBy(fault => fault.Skipped ? 0 : 1).ToList();
        foreach (var fault in kept.Take(Shown))
            terminal.Error.WriteLine("weir: " + Sentence(fault) + (fault.Skipped ? "; skipped" : ""));
        var more = reading.Faults.Total - Math.Min(Shown, kept.Count);
        if (more > 0)
            terminal.Error.WriteLine($"weir: and {TextReport.Number(more)} more; --format json lists the first {reading.Faults.Kept.Count}");
    }

    private static string Sentence(LogFault fault) =>
        fault.Line > 0 ? $"{fault.Source}:{fault.Line}: {SafeText.Name(fault.Says, 300)}" : $"{fault.Source} {SafeText.Name(fault.Says, 300)}";
}
