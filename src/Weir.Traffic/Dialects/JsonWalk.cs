using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>
/// A strict forward walk over JSON that never throws: where the bytes run out it is <see cref="Cut"/>, where they are no JSON
/// it is <see cref="Broken"/>, and in both cases every loop over it ends and what was read so far stands. Accepts exactly
/// what <see cref="Utf8JsonReader"/> accepts (a test compares the two on broken bytes) but does not fall back to single
/// bytes behind the first escape of a string, which is where that reader spends its time on prompts.
/// </summary>
internal ref struct JsonWalk(ReadOnlySpan<byte> utf8)
{
    /// <summary>Deeper than any documented body of any dialect, and shallow enough for every later reader.</summary>
    public const int MaxDepth = 128;

    private const int LongestName = 32;

    /// <summary>What ends a run of plain bytes within a string: its end, an escape, and what must not stand there unescaped.</summary>
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("+-.0123456789Ee"u8);

    private enum Awaits : byte { Value, ValueOrEnd, NameOrEnd, CommaOrEnd, Nothing }

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _at;
    private int _valueStart;
    private int _valueLength;
    // One bit for each open container, the innermost lowest: set for objects.
    private UInt128 _objects;
    private Awaits _awaits;

    /// <summary>The bytes ended before the value did.</summary>
    public bool Cut { get; private set; }

    public bool Broken { get; private set; }

    /// <summary>Broken because of its depth.</summary>
    public bool TooDeep { get; private set; }

    public JsonTokenType Token { get; private set; }
    public int Depth { get; private set; }
    /// <summary>Where the current token begins: for strings and names at their quote.</summary>
    public int Start { get; private set; }
    public bool Escaped { get; private set; }

    public readonly int Consumed => _at;
    public readonly ReadOnlySpan<byte> Raw => _utf8.Slice(_valueStart, _valueLength);
    public readonly bool Ended => Cut || Broken;
    public readonly bool IsString => Token == JsonTokenType.String;
    public readonly bool IsObject => Token == JsonTokenType.StartObject;
    public readonly bool IsArray => Token == JsonTokenType.StartArray;
    public readonly bool IsNull => Token == JsonTokenType.Null;
    public readonly bool IsTrue => Token == JsonTokenType.True;
    public readonly bool IsScalar => Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    /// <summary>The bytes from <paramref name="start"/> to where the walk stands.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _utf8[start.._at];

    public bool Next()
    {
        if (Ended || !SkipSpace())
            return false;
        var b = _utf8[_at];
        switch (_awaits)
        {
            case Awaits.CommaOrEnd when b == (byte)',':
                _at++;
                if (!SkipSpace())
                    return false;
                b = _utf8[_at];
                return InObject ? Named(b) : Valued(b);
            case Awaits.CommaOrEnd or Awaits.ValueOrEnd or Awaits.NameOrEnd when b == (InObject ? (byte)'}' : (byte)']'):
                return Close();
            case Awaits.NameOrEnd:
                return Named(b);
            case Awaits.Value or Awaits.ValueOrEnd:
                return Valued(b);
            default:
                return Break();
        }
    }

    /// <summary>Ends the walk here: whoever walks has seen enough.</summary>
    public void Stop() => Cut = true;

    /// <summary>Moves to the next member's name; false at the object's end.</summary>
    public bool NextMember() => Next() && Token == JsonTokenType.PropertyName;

    /// <summary>Moves to the next element's first token; false at the array's end.</summary>
    public bool NextElement() => Next() && Token != JsonTokenType.EndArray;

    /// <summary>Moves from a member's name to its value.</summary>
    public bool Value() => Next();

    /// <summary>Moves to the last token of the value that the walk stands on.</summary>
    public void Skip()
    {
        if (IsScalar)
            return;
        var outside = Depth - 1;
        while (Depth > outside && Next())
        {
        }
    }

    /// <summary>The member's name; an escaped one is decoded, so that it cannot hide.</summary>
    public readonly ReadOnlySpan<byte> Name => Escaped ? Decoded() : Raw;

    public readonly bool Says(ReadOnlySpan<byte> ascii) => IsString && Name.SequenceEqual(ascii);

    public readonly string Text() => JsonText.ToText(Raw, Escaped);

    /// <summary>A number, also where it is written as 1e3 or, as lenient servers accept, inside a string.</summary>
    public readonly bool TryNumber(out double number)
    {
        number = 0;
        return Token is JsonTokenType.Number or JsonTokenType.String
            && Utf8Parser.TryParse(Raw, out number, out var used) && used == _valueLength && double.IsFinite(number);
    }

    public readonly bool TryInt(out int number)
    {
        if (Token == JsonTokenType.Number && Utf8Parser.TryParse(Raw, out number, out var used) && used == _valueLength)
            return true;
        var known = TryNumber(out var wide);
        number = (int)Math.Clamp(wide, int.MinValue, int.MaxValue);
        return known;
    }

    private readonly bool InObject => (_objects & UInt128.One) != UInt128.Zero;

    private bool SkipSpace()
    {
        while (_at < _utf8.Length)
        {
            if (_utf8[_at] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                return true;
            _at++;
        }

        Cut = true;
        return false;
    }

    private bool Named(byte b)
    {
        if (b != (byte)'"')
            return Break();
        if (!String() || !SkipSpace())
            return false;
        if (_utf8[_at] != (byte)':')
            return Break();
        _at++;
        Token = JsonTokenType.PropertyName;
        _awaits = Awaits.Value;
        return true;
    }

    private bool Valued(byte b)
    {
        Start = _at;
        switch (b)
        {
            case (byte)'"':
                if (!String())
                    return false;
                return Closed(JsonTokenType.String);
            case (byte)'{':
                return Open(JsonTokenType.StartObject, Awaits.NameOrEnd, UInt128.One);
            case (byte)'[':
                return Open(JsonTokenType.StartArray, Awaits.ValueOrEnd, UInt128.Zero);
            case (byte)'t':
                return Literal("true"u8, JsonTokenType.True);
            case (byte)'f':
                return Literal("false"u8, JsonTokenType.False);
            case (byte)'n':
                return Literal("null"u8, JsonTokenType.Null);
            default:
                return Number();
        }
    }

    private bool Open(JsonTokenType token, Awaits awaits, UInt128 bit)
    {
        if (Depth == MaxDepth)
        {
            TooDeep = true;
            return Break();
        }

        Depth++;
        _objects = (_objects << 1) | bit;
        _at++;
        Token = token;
        _awaits = awaits;
        return true;
    }

    private bool Close()
    {
        Start = _at++;
        Token = InObject ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        Depth--;
        _objects >>= 1;
        _awaits = Depth == 0 ? Awaits.Nothing : Awaits.CommaOrEnd;
        return true;
    }

    private bool Closed(JsonTokenType token)
    {
        Token = token;
        _awaits = Depth == 0 ? Awaits.Nothing : Awaits.CommaOrEnd;
        return true;
    }

    /// <summary>Reads the string whose quote the walk stands on; moves only when all of it is there.</summary>
    private bool String()
    {
        var start = _at + 1;
        var at = start;
        var escaped = false;
        while (true)
        {
            var stop = _utf8[at..].IndexOfAny(StringStops);
            if (stop < 0)
                return Run();
            at += stop;
            var b = _utf8[at];
            if (b == (byte)'"')
                break;
            if (b != (byte)'\\')
                return Break();
            escaped = true;
            var length = Escape(_utf8[at..]);
            if (length <= 0)
                return length == 0 ? Run() : Break();
            at += length;
        }

        Start = _at;
        _valueStart = start;
        _valueLength = at - start;
        Escaped = escaped;
        _at = at + 1;
        return true;
    }

    /// <summary>Length of an escape; 0 where the bytes end within it, -1 where it is none.</summary>
    private static int Escape(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2)
            return 0;
        if (raw[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            return 2;
        if (raw[1] != (byte)'u')
            return -1;
        var digits = raw[2..Math.Min(6, raw.Length)];
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return -1;
        }

        return digits.Length == 4 ? 6 : 0;
    }

    private bool Literal(ReadOnlySpan<byte> word, JsonTokenType token)
    {
        var rest = _utf8[_at..];
        if (!rest.StartsWith(word))
            return word.StartsWith(rest) ? Run() : Break();
        _valueStart = _at;
        _valueLength = word.Length;
        _at += word.Length;
        return Closed(token);
    }

    private bool Number()
    {
        var rest = _utf8[_at..];
        var length = rest.IndexOfAnyExcept(NumberBytes);
        if (length == 0 || !IsNumber(length < 0 ? rest : rest[..length], whole: length >= 0))
            return Break();
        // More digits may follow where the bytes end.
        if (length < 0)
            return Run();
        _valueStart = _at;
        _valueLength = length;
        _at += length;
        return Closed(JsonTokenType.Number);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, bool whole)
    {
        var at = text[0] == (byte)'-' ? 1 : 0;
        var digits = Digits(text, at);
        if (digits == 0)
            return !whole && at == text.Length;
        if (digits > 1 && text[at] == (byte)'0')
            return false;
        at += digits;
        if (at < text.Length && text[at] == (byte)'.')
        {
            at++;
            digits = Digits(text, at);
            if (digits == 0)
                return !whole && at == text.Length;
            at += digits;
        }

        if (at < text.Length && text[at] is ((byte)'e' or (byte)'E'))
        {
            at++;
            if (at < text.Length && text[at] is ((byte)'+' or (byte)'-'))
                at++;
            digits = Digits(text, at);
            if (digits == 0)
                return !whole && at == text.Length;
            at += digits;
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var count = 0;
        while (at + count < text.Length && char.IsAsciiDigit((char)text[at + count]))
            count++;
        return count;
    }

    private bool Run()
    {
        Cut = true;
        return false;
    }

    private bool Break()
    {
        Broken = true;
        return false;
    }

    private readonly ReadOnlySpan<byte> Decoded()
    {
        Span<char> chars = stackalloc char[LongestName];
        var count = JsonText.Decode(Raw, chars, escaped: true, out var consumed);
        if (consumed < _valueLength)
            return default;
        var name = new byte[count];
        for (var i = 0; i < count; i++)
            name[i] = chars[i] < 0x80 ? (byte)chars[i] : (byte)0xFF;
        return name;
    }
}
