using System.Buffers;

namespace Weir.Traffic.Dialects;

/// <summary>
/// The objects of a JSON array, one after the other, out of bytes in any chunking. Follows brackets and strings only; whether
/// an object is sound JSON is for its reader to say. One that is larger than the limit is counted, dropped and reported.
/// </summary>
/// <param name="maxObject">Bytes of one object that are kept.</param>
/// <param name="insideObject">Take the objects of arrays that stand in a root object, such as <c>{"requests": [{…}]}</c>.</param>
internal sealed class JsonArrayFrames(int maxObject, bool insideObject = false)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private readonly ByteBuffer _object = new();
    private long _bytes;
    private int _depth;
    private int _level = -1;
    private bool _inObject;
    private bool _inString;
    private bool _escape;
    private bool _handedOut;

    public bool TryNext(ReadOnlySpan<byte> bytes, scoped ref int at, out Frame frame)
    {
        BeginIfHandedOut();
        var start = at;
        while (at < bytes.Length)
        {
            if (_escape)
            {
                _escape = false;
                at++;
                continue;
            }

            var found = _inString ? bytes[at..].IndexOfAny((byte)'"', (byte)'\\') : bytes[at..].IndexOfAny(Structure);
            if (found < 0)
                break;
            at += found;
            var b = bytes[at++];
            if (_inString)
            {
                _inString = b == (byte)'\\';
                _escape = _inString;
            }
            else if (b == (byte)'"')
            {
                _inString = true;
            }
            else if (b is (byte)'{' or (byte)'[')
            {
                if (_level < 0)
                    _level = b == (byte)'[' ? 1 : insideObject ? 2 : 0;
                if (b == (byte)'{' && _depth == _level && !_inObject)
                {
                    _inObject = true;
                    start = at - 1;
                }

                _depth++;
            }
            else
            {
                _depth = Math.Max(0, _depth - 1);
                if (_inObject && _depth == _level)
                {
                    frame = Close(bytes[start..at]);
                    return true;
                }
            }
        }

        at = bytes.Length;
        if (_inObject)
            Keep(bytes[start..]);
        frame = default;
        return false;
    }

    /// <summary>The bytes are over: an object that was not closed is handed out as far as it came.</summary>
    public bool TryFinish(out Frame frame)
    {
        BeginIfHandedOut();
        var open = _inObject;
        frame = open ? Close(default) : default;
        return open;
    }

    public void Release()
    {
        _object.Release();
        Reset();
    }

    public void Reset()
    {
        _object.Clear();
        _bytes = 0;
        _depth = 0;
        _level = -1;
        _inObject = _inString = _escape = _handedOut = false;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _bytes += part.Length;
        if (_bytes <= maxObject)
            _object.Append(part);
        else
            _object.Clear();
    }

    private Frame Close(ReadOnlySpan<byte> tail)
    {
        _inObject = false;
        _handedOut = true;
        if (_bytes + tail.Length > maxObject)
            return new Frame(default, default, _bytes + tail.Length, oversize: true);
        if (_bytes == 0)
            return new Frame(default, tail, tail.Length, oversize: false);
        Keep(tail);
        return new Frame(default, _object.Span, _bytes, oversize: false);
    }

    private void BeginIfHandedOut()
    {
        if (!_handedOut)
            return;
        _handedOut = false;
        _bytes = 0;
        _object.Clear();
    }
}

/// <summary>The lines of JSON Lines, out of bytes in any chunking, with the same limit and the same rules.</summary>
internal sealed class LineFrames(int maxLine)
{
    private readonly ByteBuffer _line = new();
    private long _bytes;
    private bool _handedOut;

    public bool TryNext(ReadOnlySpan<byte> bytes, scoped ref int at, out Frame frame)
    {
        BeginIfHandedOut();
        while (at < bytes.Length)
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(bytes[at..]);
                at = bytes.Length;
                break;
            }

            var line = bytes.Slice(at, end);
            at += end + 1;
            if (TryClose(line, out frame))
                return true;
        }

        frame = default;
        return false;
    }

    /// <summary>The bytes are over: the last line may lack its end.</summary>
    public bool TryFinish(out Frame frame)
    {
        BeginIfHandedOut();
        return TryClose(default, out frame);
    }

    public void Release()
    {
        _line.Release();
        Reset();
    }

    public void Reset()
    {
        _line.Clear();
        _bytes = 0;
        _handedOut = false;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _bytes += part.Length;
        if (_bytes <= maxLine)
            _line.Append(part);
        else
            _line.Clear();
    }

    private bool TryClose(ReadOnlySpan<byte> tail, out Frame frame)
    {
        var whole = _bytes + tail.Length;
        _handedOut = true;
        if (whole > maxLine)
        {
            frame = new Frame(default, default, whole, oversize: true);
            return true;
        }

        if (_bytes > 0)
        {
            Keep(tail);
            tail = _line.Span;
        }

        tail = tail.Trim(" \t\r"u8);
        frame = new Frame(default, tail, whole, oversize: false);
        if (!tail.IsEmpty)
            return true;
        BeginIfHandedOut();
        return false;
    }

    private void BeginIfHandedOut()
    {
        if (!_handedOut)
            return;
        _handedOut = false;
        _bytes = 0;
        _line.Clear();
    }
}
