using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Watch;

/// <summary>
/// The journal's open end: lines in, hourly segments out. Lines gather in memory until <see cref="Flush"/>, which hands
/// them to the system in one write; from then on a killed process loses none of them. One thread appends and flushes.
/// A disk that refuses is a state and not an exception: lines wait in a bounded buffer, the rest is dropped and counted,
/// and the disk is tried again with growing pauses.
/// </summary>
public sealed class JournalFiles : IDisposable
{
    /// <summary>Lines that wait for a write, and in trouble for the disk.</summary>
    private const int BufferBytes = 1 << 20;
    /// <summary>A segment grows no larger than this, so that compressing one stays a matter of seconds.</summary>
    private const long DefaultMostSegmentBytes = 256L << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Func<string, FileStream> _open;
    private readonly long _mostSegmentBytes;
    private readonly byte[] _pending = new byte[BufferBytes];
    private int _used;
    private int _lines;

    private SegmentName _name;
    private volatile SegmentFile? _segment;
    private readonly Lock _claims = new();
    private string? _openPath;
    private string? _claimedPath;

    private volatile bool _gone;

    private volatile bool _healthy = true;
    private TimeSpan _pause;
    private long _failedAt;
    private long _droppedBefore;
    private long _written;
    private long _bytes;
    private long _dropped;
    private long _failures;
    private long _tornBytes;

    public JournalFiles(string folder, TimeProvider clock, ILogger<JournalFiles> log)
        : this(folder, clock, log, SegmentFile.OpenForAppend, DefaultMostSegmentBytes)
    {
    }

    internal JournalFiles(string folder, TimeProvider clock, ILogger log, Func<string, FileStream> open, long mostSegmentBytes = DefaultMostSegmentBytes)
    {
        Folder = folder;
        _clock = clock;
        _log = log;
        _open = open;
        _mostSegmentBytes = mostSegmentBytes;
        Try(Recover);
    }

    public string Folder { get; }

    /// <summary>Whether the last write reached the file. While it is false, records may be being lost.</summary>
    public bool Healthy => _healthy;

    /// <summary>Lines in a file.</summary>
    public long Written => Interlocked.Read(ref _written);
    public long BytesWritten => Interlocked.Read(ref _bytes);
    /// <summary>Lines that the disk did not take and the buffer could not hold.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);
    /// <summary>Times that the disk refused.</summary>
    public long Failures => Interlocked.Read(ref _failures);
    public long TornBytes => Interlocked.Read(ref _tornBytes);

    internal SegmentFile? OpenSegment => _segment;

    /// <summary>The place after the last line written; null before the first. Asked by the thread that appends.</summary>
    internal JournalPosition? Position => _segment is { } open ? new JournalPosition(_name.Stem, open.Length) : null;

    /// <summary>Whether a segment is open for writing, now or as soon as there is a line.</summary>
    internal bool IsOpen
    {
        get
        {
            lock (_claims)
                return _openPath is not null;
        }
    }

    /// <summary>
    /// Takes one finished segment for compressing or deleting; false if it is the one that is written. While it is held
    /// the journal does not open it again, whatever the clock does.
    /// </summary>
    internal bool TryClaim(string path)
    {
        lock (_claims)
        {
            if (string.Equals(path, _openPath, StringComparison.Ordinal))
                return false;
            _claimedPath = path;
            return true;
        }
    }

    internal void EndClaim()
    {
        lock (_claims)
            _claimedPath = null;
    }

    /// <summary>Somebody deleted the open segment: what follows goes into a new file and not into a nameless one.</summary>
    internal void OpenSegmentIsGone() => _gone = true;

    /// <summary>Takes one line that ends in a newline. False: there was no room for it, and it is counted as dropped.</summary>
    public bool Append(ReadOnlySpan<byte> line)
    {
        if (line.Length > BufferBytes - _used)
            Flush();
        if (line.Length <= BufferBytes - _used)
        {
            line.CopyTo(_pending.AsSpan(_used));
            _used += line.Length;
            _lines++;
            return true;
        }

        // Larger than the buffer: a text that the operator wants kept. It goes straight down or not at all.
        if (_used == 0 && MayTry() && TryWrite(line, 1))
            return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Writes what has gathered. In trouble it tries again once the pause is over, so call it now and then.</summary>
    public void Flush()
    {
        // In trouble also with nothing to write: where calls are not served unrecorded, no line would come to try with.
        if ((_used > 0 || !_healthy) && MayTry() && TryWrite(_pending.AsSpan(0, _used), _lines))
            (_used, _lines) = (0, 0);
    }

    private bool MayTry() => _healthy || _clock.GetElapsedTime(_failedAt) >= _pause;

    private bool TryWrite(ReadOnlySpan<byte> lines, int count)
    {
        try
        {
            Segment().Append(lines);
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            Failed(refused);
            return false;
        }

        Interlocked.Add(ref _written, count);
        Interlocked.Add(ref _bytes, lines.Length);
        Succeeded();
        return true;
    }

    /// <summary>The segment of this hour, opened where it is not.</summary>
    private SegmentFile Segment()
    {
        var now = SegmentName.Of(_clock.GetUtcNow());
        var open = _segment;
        if (open is not null && !_gone && JournalFolder.Continues(_name, now) && open.Length < _mostSegmentBytes)
            return open;

        open?.Dispose();
        _segment = null;
        _gone = false;
        MakeFolder();
        string path;
        lock (_claims)
        {
            _name = JournalFolder.NextName(Folder, now, _mostSegmentBytes, _claimedPath);
            _openPath = path = Path.Combine(Folder, _name.FileName(SegmentKind.Open));
        }

        return _segment = new SegmentFile(path, _open);
    }

    private void Recover()
    {
        MakeFolder();
        foreach (var segment in JournalFolder.Segments(Folder))
        {
            if (!segment.IsOpen)
                continue;
            var cut = TornLine.Cut(segment.Path);
            if (cut == 0)
                continue;
            Interlocked.Add(ref _tornBytes, cut);
            _log.TornLineCut(Path.GetFileName(segment.Path), cut);
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, DurableFile.PrivateFolder);
    }

    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            Failed(refused);
        }
    }

    private void Failed(Exception reason)
    {
        Interlocked.Increment(ref _failures);
        _failedAt = _clock.GetTimestamp();
        if (!_healthy)
        {
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            return;
        }

        _pause = FirstPause;
        _droppedBefore = Dropped;
        _healthy = false;
        _log.JournalFailed(reason.Message);
    }

    private void Succeeded()
    {
        if (_healthy)
            return;
        _healthy = true;
        _log.JournalRecovered(Dropped - _droppedBefore);
    }

    /// <summary>Writes what is left, once; what the disk still refuses is counted.</summary>
    public void Dispose()
    {
        if (_used > 0 && !TryWrite(_pending.AsSpan(0, _used), _lines))
            Interlocked.Add(ref _dropped, _lines);
        (_used, _lines) = (0, 0);
        var open = _segment;
        _segment = null;
        open?.Sync();
        open?.Dispose();
    }
}
