using System.Buffers;

namespace Weir.Traffic.Journals;

/// <summary>Some whole lines of a stream. Whoever holds it gives the buffer back by disposing, once.</summary>
internal sealed class LineBlock(byte[] buffer, int length) : IDisposable
{
    /// <summary>Number of its first line, from 1.</summary>
    public long FirstLine { get; init; }
    /// <summary>Where it starts in the stream, in bytes after decompression.</summary>
    public long Offset { get; init; }
    /// <summary>The line after this block is longer than the limit and is read past.</summary>
    public bool BeforeTooLong { get; init; }
    /// <summary>Why the stream could not be read beyond this block.</summary>
    public (LogFaultKind Kind, string Says)? Broke { get; init; }

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Its last line has no newline: the end of the stream, or a line that was torn there.</summary>
    public bool EndsTorn => length > 0 && buffer[length - 1] != (byte)'\n';

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

/// <summary>
/// Cuts a stream into blocks of whole lines. Memory is bounded: a line longer than the limit is read past, and reported.
/// </summary>
internal sealed class LineBlocks(Stream stream, int blockBytes, int longestLine)
{
    private byte[] _carry = [];
    private long _line = 1;
    private long _offset;
    private bool _passingLine;
    private bool _ended;

    /// <summary>Takes up in the middle of a stream that already stands there; line numbers then count from it.</summary>
    public LineBlocks(Stream stream, int blockBytes, int longestLine, long offset)
        : this(stream, blockBytes, longestLine) => _offset = offset;

    /// <summary>The next block, or null at the end. A block may be empty where it has only a fault to tell.</summary>
    public async ValueTask<LineBlock?> ReadAsync(CancellationToken cancellation)
    {
        if (_ended)
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(blockBytes, _carry.Length + 1));
        _carry.CopyTo(buffer, 0);
        var filled = _carry.Length;
        _carry = [];
        while (true)
        {
            var (read, broke) = await ReadSomeAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0)
            {
                _ended = true;
                return Take(buffer, filled, filled, broke);
            }

            filled += read;
            if (_passingLine)
                filled = PassLine(buffer, filled);
            if (filled < buffer.Length)
                continue;
            var whole = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (whole > 0)
                return Take(buffer, whole, filled, broke: null);
            if (buffer.Length >= longestLine)
            {
                _passingLine = true;
                var tooLong = Take(buffer, 0, 0, broke: null, beforeTooLong: true);
                _offset += filled;
                return tooLong;
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(longestLine, buffer.Length * 2));
            buffer.AsSpan(0, filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    /// <summary>Drops the rest of the line that is too long; returns how many bytes after it are in the buffer.</summary>
    private int PassLine(byte[] buffer, int filled)
    {
        var end = buffer.AsSpan(0, filled).IndexOf((byte)'\n') + 1;
        _passingLine = end == 0;
        var passed = end == 0 ? filled : end;
        _offset += passed;
        _line += end == 0 ? 0 : 1;
        buffer.AsSpan(passed, filled - passed).CopyTo(buffer);
        return filled - passed;
    }

    private LineBlock Take(byte[] buffer, int whole, int filled, (LogFaultKind, string)? broke, bool beforeTooLong = false)
    {
        if (filled > whole)
            _carry = buffer.AsSpan(whole, filled - whole).ToArray();
        var block = new LineBlock(buffer, whole) { FirstLine = _line, Offset = _offset, Broke = broke, BeforeTooLong = beforeTooLong };
        _line += block.Bytes.Count((byte)'\n');
        _offset += whole;
        return block;
    }

    private async ValueTask<(int Read, (LogFaultKind, string)? Broke)> ReadSomeAsync(Memory<byte> into, CancellationToken cancellation)
    {
        try
        {
            return (await stream.ReadAsync(into, cancellation), null);
        }
        catch (InvalidDataException)
        {
            return (0, (LogFaultKind.BrokenCompression, "the compressed file is cut off or broken after this line"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (0, (LogFaultKind.Unreadable, exception.Message));
        }
    }
}
