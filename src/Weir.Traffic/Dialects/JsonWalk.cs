using System.Buffers.Text;
using System.Text.Json;

namespace Weir.Traffic.Dialects;

/// <summary>
/// A forward walk over JSON that may end too early. Running out of bytes is no exception: the walk is then
/// <see cref="Cut"/>, every loop over it ends, and what was read so far stands. Broken JSON throws <see cref="JsonException"/>.
/// </summary>
internal ref struct JsonWalk(ReadOnlySpan<byte> utf8)
{
    /// <summary>Deeper than any documented body of any dialect, and shallow enough for every later reader.</summary>
    public const int MaxDepth = 128;

    private const int LongestName = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private Utf8JsonReader _json = new(utf8, isFinalBlock: false, new JsonReaderState(Options));

    public bool Cut { get; private set; }

    public readonly JsonTokenType Token => _json.TokenType;
    public readonly int Depth => _json.CurrentDepth;
    public readonly int Start => (int)_json.TokenStartIndex;
    public readonly int Consumed => (int)_json.BytesConsumed;
    public readonly ReadOnlySpan<byte> Raw => _json.ValueSpan;
    public readonly bool Escaped => _json.ValueIsEscaped;
    public readonly bool IsString => _json.TokenType == JsonTokenType.String;
    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;
    public readonly bool IsArray => _json.TokenType == JsonTokenType.StartArray;
    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;
    public readonly bool IsTrue => _json.TokenType == JsonTokenType.True;
    public readonly bool IsScalar => _json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    /// <summary>The bytes from <paramref name="start"/> to where the walk stands.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _utf8[start..Consumed];

    public bool Next()
    {
        if (!Cut && !_json.Read())
            Cut = true;
        return !Cut;
    }

    /// <summary>Moves to the next member's name; false at the object's end.</summary>
    public bool NextMember() => Next() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next element's first token; false at the array's end.</summary>
    public bool NextElement() => Next() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>Moves from a member's name to its value.</summary>
    public bool Value() => Next();

    /// <summary>Moves to the last token of the value that the walk stands on.</summary>
    public void Skip()
    {
        if (!Cut && !_json.TrySkip())
            Cut = true;
    }

    /// <summary>Skips a member's value from its name.</summary>
    public void Pass()
    {
        if (Next())
            Skip();
    }

    /// <summary>The member's name; an escaped one is decoded, so that it cannot hide.</summary>
    public readonly ReadOnlySpan<byte> Name => _json.ValueIsEscaped ? Decoded() : _json.ValueSpan;

    public readonly bool Says(ReadOnlySpan<byte> utf8Text) => _json.TokenType == JsonTokenType.String && _json.ValueTextEquals(utf8Text);

    public readonly string Text() => JsonText.ToText(_json.ValueSpan, _json.ValueIsEscaped);

    /// <summary>A number, also where it is written as 1e3 or, as lenient servers accept, inside a string.</summary>
    public readonly bool TryNumber(out double number)
    {
        number = 0;
        return _json.TokenType is JsonTokenType.Number or JsonTokenType.String
            && Utf8Parser.TryParse(_json.ValueSpan, out number, out var used) && used == _json.ValueSpan.Length && double.IsFinite(number);
    }

    public readonly bool TryInt(out int number)
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out number))
            return true;
        var known = TryNumber(out var wide);
        number = (int)Math.Clamp(wide, int.MinValue, int.MaxValue);
        return known;
    }

    private readonly ReadOnlySpan<byte> Decoded()
    {
        Span<char> chars = stackalloc char[LongestName];
        var count = JsonText.Decode(_json.ValueSpan, chars, escaped: true, out var consumed);
        if (consumed < _json.ValueSpan.Length)
            return default;
        var name = new byte[count];
        for (var i = 0; i < count; i++)
            name[i] = chars[i] < 0x80 ? (byte)chars[i] : (byte)0xFF;
        return name;
    }
}
