using System.Text.Json;
using Weir.Detection.Accounts;
using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>The file of <c>--baseline</c>: a calibration, or a log whose accounts show what is usual.</summary>
internal static class Baseline
{
    private const int LargestCalibration = 16 << 20;

    /// <returns>False where a file was named that cannot be used, which has been told.</returns>
    public static async Task<(bool Usable, Yardstick? Yardstick)> ReadAsync(AnalyzeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        if (options.Baseline is not { } path)
            return (true, null);
        var name = SafeText.Name(path, 200);
        try
        {
            if (await CalibrationAsync(path, cancellation) is not { } calibration)
                return await LogAsync(path, options, terminal, cancellation);
            using (calibration)
            {
                var wrong = YardstickJson.Read(calibration.RootElement, out var yardstick);
                if (wrong is not null)
                    terminal.Fail($"{name} {wrong}.");
                return (wrong is null, yardstick);
            }
        }
        catch (IOException exception)
        {
            terminal.Fail($"{name} {exception.Message}.");
            return (false, null);
        }
    }

    /// <summary>Null where the file is no calibration and may be a log.</summary>
    private static async Task<JsonDocument?> CalibrationAsync(string path, CancellationToken cancellation)
    {
        await using var stream = LogFiles.Open(path);
        if (stream.Length > LargestCalibration)
            return null;
        try
        {
            var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(YardstickJson.Marker, out _))
                return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<(bool Usable, Yardstick? Yardstick)> LogAsync(string path, AnalyzeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var analysis = new AccountAnalysis(new AnalysisOptions { Threads = options.Threads });
        using var reading = new LogReading(LogFiles.Of([path], terminal), AnalysisRun.Hasher, terminal.Time, new LogReadingOptions { Threads = options.Threads, Strict = options.Strict });
        await new AnalysisRun(reading, analysis).ReadAsync(until: null, also: null, progress: null, cancellation);
        Faults.Tell(reading, terminal);
        if (reading.Stopped)
            return (false, null);
        if (analysis.Summary.Exchanges > 0)
            return (true, analysis.Yardstick);
        terminal.Fail($"{SafeText.Name(path, 200)} is neither a calibration nor a log with exchanges in it.");
        return (false, null);
    }
}
