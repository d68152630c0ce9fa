using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Admission;

/// <summary>
/// The keys in force. Looks twice a second whether the file has changed, off the path, and swaps the book whole, so a
/// revoked key stops opening within a second. A file that cannot be read leaves the last book in force and says so.
/// </summary>
public sealed partial class KeyRing : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly KeyFile _file;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _reading = new();
    private volatile KeyBook _book;
    private (long Length, DateTime Written) _seen;
    private bool _failing;

    /// <summary>Throws what opening a file throws: a gateway must not start without knowing its keys.</summary>
    public KeyRing(string dataFolder, TimeProvider time, ILogger<KeyRing> log)
    {
        _log = log;
        _file = new KeyFile(dataFolder, time);
        _seen = Look();
        _book = _file.Read();
        Report(_book);
        _timer = time.CreateTimer(static ring => ((KeyRing)ring!).Refresh(), this, Interval, Interval);
    }

    public KeyBook Book => _book;

    public DateTimeOffset? LastUsed(string id) => _book.Find(id)?.Use.Last;

    public void Dispose() => _timer.Dispose();

    private void Refresh()
    {
        // A slow disk must not stack up readers.
        if (!_reading.TryEnter())
            return;
        try
        {
            var now = Look();
            if (now == _seen)
                return;
            var book = _file.Read(_book);
            _seen = now;
            _book = book;
            _failing = false;
            Report(book);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
                CannotRead(_file.Path, e.Message);
            _failing = true;
        }
        finally
        {
            _reading.Exit();
        }
    }

    private (long, DateTime) Look()
    {
        var info = new FileInfo(_file.Path);
        return info.Exists ? (info.Length, info.LastWriteTimeUtc) : default;
    }

    private void Report(KeyBook book)
    {
        Loaded(book.All.Count);
        foreach (var fault in book.Faults)
            Unreadable(_file.Path, fault);
    }

    [LoggerMessage(1101, LogLevel.Information, "{Count} keys are known")]
    private partial void Loaded(int count);

    [LoggerMessage(1102, LogLevel.Warning, "{Path}, {Fault}; the line is passed over")]
    private partial void Unreadable(string path, string fault);

    [LoggerMessage(1103, LogLevel.Error, "{Path} cannot be read, the keys known before stay in force: {Reason}")]
    private partial void CannotRead(string path, string reason);
}
