using System.Text;

namespace Weir.Traffic.Dialects;

/// <summary>
/// A multipart form as bytes in any chunking: hands out the bytes of the part named <c>file</c> as they come and keeps the
/// short value of the part named <c>purpose</c>, in whichever order they stand. Holds no more than a part's headers.
/// A form that breaks the rules hands out nothing further.
/// </summary>
internal sealed class MultipartFile
{
    private const int MostHeaders = 16 << 10;
    private const int MostPurpose = 64;

    private enum State : byte { Preamble, Headers, Part, Over }

    private enum Part : byte { Other, File, Purpose }

    private readonly byte[] _delimiter;
    private readonly ByteBuffer _carry = new();
    private readonly ByteBuffer _purpose = new();
    private byte[] _released = [];
    private State _state;
    private Part _part;

    /// <param name="contentType">The header as sent; it names the boundary.</param>
    public MultipartFile(string? contentType)
    {
        var boundary = Boundary(contentType);
        _delimiter = Encoding.UTF8.GetBytes("\r\n--" + boundary);
        _state = boundary is null ? State.Over : State.Preamble;
        // The first delimiter needs no line break before it: pretend that one stood there.
        _carry.Append("\r\n"u8);
    }

    /// <summary>Null until the part came.</summary>
    public string? Purpose => _purpose.Length == 0 ? null : Encoding.UTF8.GetString(_purpose.Span).Trim();

    /// <summary>The next bytes of the file in <paramref name="bytes"/> from <paramref name="at"/> on; false where they are used up.</summary>
    public bool TryNext(ReadOnlySpan<byte> bytes, scoped ref int at, out ReadOnlySpan<byte> file)
    {
        while (at < bytes.Length)
        {
            switch (_state)
            {
                case State.Headers:
                    Headers(bytes, ref at);
                    break;
                case State.Preamble or State.Part:
                    var data = Data(bytes, ref at);
                    if (_part == Part.Purpose && _purpose.Length < MostPurpose)
                        _purpose.Append(data[..Math.Min(data.Length, MostPurpose - _purpose.Length)]);
                    if (_part != Part.File || data.IsEmpty)
                        break;
                    file = data;
                    return true;
                default:
                    at = bytes.Length;
                    break;
            }

            if (_state == State.Headers)
                _part = Part.Other;
        }

        file = default;
        return false;
    }

    public void Release()
    {
        _carry.Release();
        _state = State.Over;
    }

    /// <summary>Bytes of the current part up to its delimiter, or as far as they cannot be the start of one.</summary>
    private ReadOnlySpan<byte> Data(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        if (_carry.Length > 0)
            return Carried(bytes, ref at);
        var rest = bytes[at..];
        var end = rest.IndexOf(_delimiter);
        if (end >= 0)
        {
            at += end + _delimiter.Length;
            _state = State.Headers;
            return rest[..end];
        }

        at = bytes.Length;
        var kept = PossibleStart(rest);
        _carry.Append(rest[^kept..]);
        return rest[..^kept];
    }

    /// <summary>A possible start of the delimiter was held back: enough of what follows decides.</summary>
    private ReadOnlySpan<byte> Carried(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        var held = _carry.Length;
        var more = Math.Min(_delimiter.Length, bytes.Length - at);
        _carry.Append(bytes.Slice(at, more));
        at += more;
        var end = _carry.Span.IndexOf(_delimiter);
        if (end >= 0)
        {
            at -= _carry.Length - end - _delimiter.Length;
            _state = State.Headers;
            _released = _carry.Span[..end].ToArray();
            _carry.Clear();
            return _released;
        }

        // What was just appended goes back where it came from, unless it may be part of a delimiter together with what was held.
        var kept = PossibleStart(_carry.Span);
        var free = _carry.Length - kept;
        if (free >= held)
        {
            at -= _carry.Length - held;
            _released = _carry.Span[..held].ToArray();
            _carry.Clear();
            return _released;
        }

        _released = _carry.Span[..free].ToArray();
        var rest = _carry.Span[free..].ToArray();
        _carry.Clear();
        _carry.Append(rest);
        return _released;
    }

    /// <summary>How many bytes at the end of <paramref name="bytes"/> may begin a delimiter.</summary>
    private int PossibleStart(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(bytes.Length, _delimiter.Length - 1); length > 0; length--)
        {
            if (bytes[^length..].SequenceEqual(_delimiter.AsSpan(0, length)))
                return length;
        }

        return 0;
    }

    private void Headers(ReadOnlySpan<byte> bytes, scoped ref int at)
    {
        var before = _carry.Length;
        var more = Math.Min(MostHeaders - before, bytes.Length - at);
        _carry.Append(bytes.Slice(at, more));
        at += more;
        var block = _carry.Span;
        if (block.StartsWith("--"u8))
        {
            _state = State.Over;
            return;
        }

        var end = block.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (_carry.Length >= MostHeaders)
                _state = State.Over;
            return;
        }

        at -= _carry.Length - (end + 4);
        _part = Named(block[..end]);
        _state = State.Part;
        _carry.Clear();
    }

    private static Part Named(ReadOnlySpan<byte> headers)
    {
        var text = Encoding.UTF8.GetString(headers);
        foreach (var line in text.Split("\r\n"))
        {
            if (!line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var parameter in line.Split(';', StringSplitOptions.TrimEntries))
            {
                if (!parameter.StartsWith("name=", StringComparison.OrdinalIgnoreCase))
                    continue;
                var name = parameter["name=".Length..].Trim('"');
                return name switch { "file" => Part.File, "purpose" => Part.Purpose, _ => Part.Other };
            }
        }

        return Part.Other;
    }

    private static string? Boundary(string? contentType)
    {
        foreach (var parameter in (contentType ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (!parameter.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase))
                continue;
            var boundary = parameter["boundary=".Length..].Trim('"');
            // 70 characters are the most that the rules allow.
            return boundary.Length is > 0 and <= 200 ? boundary : null;
        }

        return null;
    }
}
