namespace Weir.Traffic.Dialects;

/// <summary>One event, element or line. Its spans are valid until the frames are asked for the next one.</summary>
internal readonly ref struct Frame(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long bytes, bool oversize)
{
    /// <summary>The event's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Empty for comments and blank lines alone, and for what was larger than is kept.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    public long Bytes { get; } = bytes;

    public bool Oversize { get; } = oversize;
}

/// <summary>
/// Server-sent events out of bytes in any chunking, by the rules of the WHATWG: lines end in CR, LF or CRLF, several data
/// lines are joined, comments and unknown fields are ignored, a byte order mark may lead. An event whose lines lie whole in one
/// chunk is handed out without a copy. One that is larger than the limit is counted, dropped and reported.
/// </summary>
internal sealed class SseFrames(int maxEvent)
{
    private const int LongestName = 64;

    private readonly ByteBuffer _line = new();
    private readonly ByteBuffer _data = new();
    private readonly byte[] _name = new byte[LongestName];
    private int _nameLength;
    private bool _hasData;
    private bool _afterReturn;
    private bool _handedOut;
    private bool _firstLine = true;
    private long _lineBytes;
    private long _eventBytes;

    /// <summary>A line began as a JSON object does: how Google's servers put an error into a stream.</summary>
    public bool SawBareObject { get; private set; }

    /// <summary>The last byte was a CR that ended a line: a LF that follows belongs to it.</summary>
    public bool AfterReturn => _afterReturn;

    /// <summary>Nothing of the next event has come yet.</summary>
    public bool BetweenEvents => _handedOut || (_eventBytes == 0 && _lineBytes == 0);

    /// <summary>The current event is over the limit already.</summary>
    public bool InOversize => !_handedOut && _eventBytes > maxEvent;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Finds the next event in <paramref name="bytes"/> from <paramref name="at"/> on and moves behind it. False where the
    /// bytes are used up; what they left unfinished is kept.
    /// </summary>
    public bool TryNext(ReadOnlySpan<byte> bytes, scoped ref int at, out Frame frame)
    {
        BeginIfHandedOut();
        // The data of an event that began in these bytes, not copied unless the event goes on in the next ones.
        ReadOnlySpan<byte> held = default;
        var holds = false;
        while (at < bytes.Length)
        {
            if (_afterReturn)
            {
                _afterReturn = false;
                if (bytes[at] == (byte)'\n')
                {
                    at++;
                    continue;
                }
            }

            var rest = bytes[at..];
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                Keep(rest);
                at = bytes.Length;
                break;
            }

            at += end + 1;
            if (rest[end] == (byte)'\r')
            {
                if (at == bytes.Length)
                    _afterReturn = true;
                else if (bytes[at] == (byte)'\n')
                    at++;
            }

            var line = rest[..end];
            var carried = _lineBytes > 0;
            if (carried)
            {
                Keep(line);
                line = _line.Span;
            }
            else
            {
                _eventBytes += end;
            }

            if (!carried && end == 0)
            {
                _handedOut = true;
                frame = new Frame(_name.AsSpan(0, _nameLength), _eventBytes > maxEvent ? default : holds ? held : _data.Span, _eventBytes, _eventBytes > maxEvent);
                return true;
            }

            if (InOversize)
            {
                _data.Clear();
                holds = false;
            }
            else if (Data(line, out var value))
            {
                if (!_hasData && !carried)
                {
                    held = value;
                    holds = true;
                }
                else
                {
                    if (holds)
                        _data.Append(held);
                    holds = false;
                    if (_hasData)
                        _data.Append((byte)'\n');
                    _data.Append(value);
                }

                _hasData = true;
            }

            _line.Clear();
            _lineBytes = 0;
        }

        if (holds)
            _data.Append(held);
        frame = default;
        return false;
    }

    /// <summary>The stream is over: an event without its blank line counts as well.</summary>
    public bool TryFinish(out Frame frame)
    {
        var at = 0;
        BeginIfHandedOut();
        frame = default;
        return _eventBytes > 0 && TryNext("\n\n"u8, ref at, out frame);
    }

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        _line.Release();
        _data.Release();
        Reset();
    }

    public void Reset()
    {
        _line.Clear();
        _data.Clear();
        _nameLength = 0;
        _hasData = _afterReturn = _handedOut = false;
        _firstLine = true;
        SawBareObject = false;
        _lineBytes = _eventBytes = 0;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _lineBytes += part.Length;
        _eventBytes += part.Length;
        if (!InOversize)
            _line.Append(part);
        else
            _line.Clear();
    }

    private void BeginIfHandedOut()
    {
        if (!_handedOut)
            return;
        _handedOut = false;
        _data.Clear();
        _nameLength = 0;
        _hasData = false;
        _eventBytes = 0;
    }

    /// <summary>Reads one line; true and its value where it is a data line.</summary>
    private bool Data(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        if (_firstLine && line.StartsWith(ByteOrderMark))
            line = line[ByteOrderMark.Length..];
        _firstLine = false;
        SawBareObject |= line.Length > 0 && line[0] == (byte)'{';
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        value = colon < 0 ? default : line[(colon + 1)..];
        if (!value.IsEmpty && value[0] == (byte)' ')
            value = value[1..];
        if (field.SequenceEqual("data"u8))
            return true;
        if (field.SequenceEqual("event"u8))
        {
            _nameLength = Math.Min(value.Length, LongestName);
            value[.._nameLength].CopyTo(_name);
        }

        return false;
    }
}
