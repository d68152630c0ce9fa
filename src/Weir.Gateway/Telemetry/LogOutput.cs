using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Log lines to one writer, from a task of its own: a terminal or a pipe that stalls must not stall calls. When more waits
/// than <see cref="MostWaiting"/> lines, new ones are dropped and their number is told in the next line that fits.
/// </summary>
public sealed class LogOutput : ILoggerProvider, IAsyncDisposable
{
    private const int MostWaiting = 4096;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly LogFormat _format;
    private readonly TextWriter _writer;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _dropped;

    public LogOutput(LogFormat format, TextWriter writer, TimeProvider time)
    {
        (_format, _writer, _time) = (format, writer, time);
        _writing = Task.Run(WriteAsync);
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, Area(categoryName));

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    public void Dispose() => _lines.Writer.TryComplete();

    /// <summary><c>Weir.Gateway.Watch.JournalFiles</c> is <c>watch</c>; what is not ours keeps its last word.</summary>
    private static string Area(string category)
    {
        var words = category.Split('.');
        return (words is ["Weir", _, _, _, ..] ? words[2] : words[^1]).ToLowerInvariant();
    }

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            await _writer.WriteLineAsync(line);
            if (_lines.Reader.Count == 0)
                await _writer.FlushAsync(CancellationToken.None);
        }
    }

    private void Write<TState>(string area, LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        var message = format(state, exception);
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            message += $" ({dropped} log lines before this one were dropped)";
        var now = _time.GetUtcNow();
        var line = _format == LogFormat.Json
            ? LogLines.Json(now, level, area, id.Id, message, state as IReadOnlyList<KeyValuePair<string, object?>>, exception)
            : LogLines.Plain(now, level, area, message, exception);
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private sealed class LineLogger(LogOutput output, string area) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            output.Write(area, logLevel, eventId, state, exception, formatter);
    }
}
