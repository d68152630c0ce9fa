using System.Diagnostics;
using System.Text;

namespace Weir.Gateway.Telemetry;

/// <summary>The few numbers of a process under the names that every Prometheus dashboard knows.</summary>
internal static class ProcessMetrics
{
    public static void Append(StringBuilder text, TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero);
        Append(text, "process_cpu_seconds_total", "Processor time that the process has used.", "counter", process.TotalProcessorTime.TotalSeconds);
        Append(text, "process_resident_memory_bytes", "Memory that the process holds.", "gauge", process.WorkingSet64);
        Append(text, "process_start_time_seconds", "Start of the process, in seconds since 1970.", "gauge", started.ToUnixTimeMilliseconds() / 1000.0);
        Append(text, "process_uptime_seconds", "Time since the start of the process.", "gauge", (time.GetUtcNow() - started).TotalSeconds);
        if (OpenFiles() is { } open)
            Append(text, "process_open_fds", "Files and sockets that the process holds open.", "gauge", open);
    }

    private static int? OpenFiles()
    {
        try
        {
            return Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Append(StringBuilder text, string name, string help, string type, double value)
    {
        PrometheusText.Head(text, name, help, type);
        PrometheusText.Line(text, name, [], null, value);
    }
}
