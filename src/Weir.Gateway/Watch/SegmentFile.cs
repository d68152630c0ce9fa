using Weir.Gateway.Storage;

namespace Weir.Gateway.Watch;

/// <summary>
/// The segment being written. Whole lines go in by one write(2) at a known place, so that a process killed at any moment
/// leaves at most its last write torn, and a write that the disk refused half way is taken back.
/// </summary>
internal sealed class SegmentFile : IDisposable
{
    private readonly FileStream _stream;
    private long _whole;
    private bool _torn;

    public SegmentFile(string path, Func<string, FileStream> open)
    {
        Path = path;
        _stream = open(path);
        _whole = _stream.Seek(0, SeekOrigin.End);
    }

    public string Path { get; }

    /// <summary>Bytes of whole lines.</summary>
    public long Length => Volatile.Read(ref _whole);

    /// <summary>Throws what the disk throws; the file then still ends with a whole line, or will before it grows again.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (_torn)
            TakeBack();
        _torn = true;
        try
        {
            _stream.Write(lines);
            Volatile.Write(ref _whole, _whole + lines.Length);
            _torn = false;
        }
        finally
        {
            if (_torn)
                TryTakeBack();
        }
    }

    /// <summary>Down to the disk itself. May run beside <see cref="Append"/>, on another thread.</summary>
    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        }
        catch (ObjectDisposedException)
        {
            // The hour ended meanwhile. Sealing syncs what it compresses.
        }
    }

    private void TakeBack()
    {
        _stream.SetLength(_whole);
        _stream.Position = _whole;
        _torn = false;
    }

    private void TryTakeBack()
    {
        try
        {
            TakeBack();
        }
        catch (Exception refused) when (Disk.Refused(refused))
        {
            // Still torn: the next append tries again before it writes, and a restart cuts what is left.
        }
    }

    public void Dispose() => _stream.Dispose();

    public static FileStream OpenForAppend(string path) =>
        new(path, DurableFile.Options(FileMode.OpenOrCreate));
}
