using System.Text;

namespace Weir.Gateway.Findings;

/// <summary>Lines from a sender who may never send a newline: of a line that is too long only its beginning is kept, enough to be seen as too long.</summary>
internal sealed class BoundedLines(Stream stream) : IDisposable
{
    private const int Longest = 80 << 10;

    private readonly StreamReader _reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 15, leaveOpen: true);
    private readonly char[] _block = new char[1 << 14];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    /// <summary>Null at the end. A last line without its newline counts.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancel)
    {
        _line.Clear();
        var any = false;
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await _reader.ReadAsync(_block.AsMemory(), cancel));
                if (_end == 0)
                    return any ? _line.ToString() : null;
            }

            any = true;
            var rest = _block.AsSpan(_at, _end - _at);
            var newline = rest.IndexOf('\n');
            var part = newline < 0 ? rest : rest[..newline];
            _line.Append(part[..Math.Min(part.Length, Math.Max(0, Longest - _line.Length))]);
            _at += newline < 0 ? rest.Length : newline + 1;
            if (newline >= 0)
                return _line.ToString();
        }
    }

    public void Dispose() => _reader.Dispose();
}
