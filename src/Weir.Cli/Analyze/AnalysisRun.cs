using System.Runtime.InteropServices;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>Reads logs through the detectors, as the gateway's Watch does with live exchanges.</summary>
internal sealed class AnalysisRun(LogReading reading, AccountAnalysis analysis)
{
    /// <summary>
    /// Hashes of one analysis are compared with each other only and never leave it. With a key that is always the same, the
    /// same log gives the same report.
    /// </summary>
    public static KeyedHasher Hasher { get; } = KeyedHasher.WithinProcess("hashes within one analysis"u8);

    public Timeline Timeline { get; } = new();
    /// <summary>Exchanges later than the moment that was asked for.</summary>
    public long AfterUntil { get; private set; }

    public async Task ReadAsync(DateTimeOffset? until, Action<Exchange>? also, Action? progress, CancellationToken cancellation)
    {
        await foreach (var run in reading.ReadAsync(cancellation))
        {
            var exchanges = Before(until, run);
            foreach (var exchange in exchanges)
            {
                Timeline.Add(exchange.Time);
                also?.Invoke(exchange);
            }

            analysis.ObserveAll(exchanges);
            progress?.Invoke();
        }

        if (!reading.Stopped)
            analysis.Finish();
    }

    private ArraySegment<Exchange> Before(DateTimeOffset? until, ReadOnlyMemory<Exchange> run)
    {
        MemoryMarshal.TryGetArray(run, out var all);
        if (until is not { } end)
            return all;
        var kept = Array.FindAll([.. all], exchange => exchange.Time <= end);
        AfterUntil += all.Count - kept.Length;
        return kept;
    }
}
