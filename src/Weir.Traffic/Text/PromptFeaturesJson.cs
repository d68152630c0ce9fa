using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Weir.Traffic.Text;

/// <summary>
/// The "features" object of a journal line. Short names, since it stands on every line:
/// v version, p prompt, s system, o opening (keyed hashes), c characters, w words, l language, sc script, mix percent of other scripts, k kinds, sk kinds of the system prompt,
/// t template shape (head, long head, tail, layout), m MinHash and x content sketch (base64url), r sample of words (hex), h how it is written. What is absent is none or zero.
/// </summary>
public static class PromptFeaturesJson
{
    private static readonly string[] ScriptNames = Array.ConvertAll(Enum.GetNames<Script>(), name => name.ToLowerInvariant());

    internal static string NameOf(Script script) => ScriptNames[(int)script];

    public static void Write(this PromptFeatures features, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("v"u8, features.Version);
        WriteHash(json, "p"u8, features.Prompt);
        WriteHash(json, "s"u8, features.System);
        if (features.Opening == features.Prompt)
            json.WriteBoolean("o"u8, true); // the first message is the last one
        else
            WriteHash(json, "o"u8, features.Opening);
        json.WriteNumber("c"u8, features.Chars);
        json.WriteNumber("w"u8, features.Words);
        if (features.Language != Language.Unknown)
            json.WriteString("l"u8, features.Language.Code());
        if (features.Script != Script.None)
            json.WriteString("sc"u8, ScriptNames[(int)features.Script]);
        if (features.OtherScripts != 0)
            json.WriteNumber("mix"u8, features.OtherScripts);
        WriteKinds(json, "k"u8, features.Kinds);
        WriteKinds(json, "sk"u8, features.SystemKinds);
        if (features.Shape != default)
        {
            json.WriteStartArray("t"u8);
            json.WriteNumberValue(features.Shape.Head);
            json.WriteNumberValue(features.Shape.LongHead);
            json.WriteNumberValue(features.Shape.Tail);
            json.WriteNumberValue(features.Shape.Layout);
            json.WriteEndArray();
        }

        Span<byte> bytes = stackalloc byte[64];
        if (!features.Wording.IsNone)
        {
            features.Wording.CopyTo(MemoryMarshal.Cast<byte, ushort>(bytes));
            WriteBase64(json, "m"u8, bytes);
        }

        if (!features.Content.IsNone)
        {
            features.Content.CopyTo(bytes);
            WriteBase64(json, "x"u8, bytes);
        }

        if (!features.Terms.IsNone)
            WriteHash(json, "r"u8, new KeyedHash(features.Terms.Bits));
        if (features.Hand != default)
            json.WriteNumber("h"u8, features.Hand.Bits);
        json.WriteEndObject();
    }

    /// <summary>Reads the object the reader stands on, and leaves the reader on its end. False for anything that is not such an object; the reader is then still past the value.</summary>
    public static bool TryRead(ref Utf8JsonReader json, out PromptFeatures? features)
    {
        features = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return false;
        }

        int version = 0, chars = 0, words = 0, mix = 0;
        KeyedHash prompt = default, system = default, opening = default;
        var openingIsPrompt = false;
        var language = Language.Unknown;
        var script = Script.None;
        AskKinds kinds = default, systemKinds = default;
        Span<uint> shape = stackalloc uint[4];
        shape.Clear();
        MinHash wording = default;
        ContentSketch content = default;
        TermSample terms = default;
        Hand hand = default;
        Span<byte> bytes = stackalloc byte[64];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("v"u8)) { json.Read(); version = Number(ref json); }
            else if (json.ValueTextEquals("p"u8)) { json.Read(); prompt = Hash(ref json); }
            else if (json.ValueTextEquals("s"u8)) { json.Read(); system = Hash(ref json); }
            else if (json.ValueTextEquals("o"u8))
            {
                json.Read();
                openingIsPrompt = json.TokenType == JsonTokenType.True;
                opening = Hash(ref json);
            }
            else if (json.ValueTextEquals("c"u8)) { json.Read(); chars = Number(ref json); }
            else if (json.ValueTextEquals("w"u8)) { json.Read(); words = Number(ref json); }
            else if (json.ValueTextEquals("mix"u8)) { json.Read(); mix = Number(ref json); }
            else if (json.ValueTextEquals("l"u8)) { json.Read(); language = LanguageOf(ref json); }
            else if (json.ValueTextEquals("sc"u8)) { json.Read(); script = ScriptOf(ref json); }
            else if (json.ValueTextEquals("k"u8)) { json.Read(); kinds = Kinds(ref json); }
            else if (json.ValueTextEquals("sk"u8)) { json.Read(); systemKinds = Kinds(ref json); }
            else if (json.ValueTextEquals("t"u8)) { json.Read(); Shape(ref json, shape); }
            else if (json.ValueTextEquals("m"u8)) { json.Read(); if (Base64(ref json, bytes)) wording = MinHash.FromBins(MemoryMarshal.Cast<byte, ushort>(bytes)); }
            else if (json.ValueTextEquals("x"u8)) { json.Read(); if (Base64(ref json, bytes)) content = ContentSketch.FromBytes(bytes); }
            else if (json.ValueTextEquals("r"u8)) { json.Read(); terms = new TermSample(Hash(ref json).Value); }
            else if (json.ValueTextEquals("h"u8)) { json.Read(); hand = new Hand((byte)Number(ref json)); }
            else { json.Read(); json.Skip(); }
        }

        if (version <= 0)
            return false;
        features = new PromptFeatures
        {
            Version = version,
            Prompt = prompt,
            System = system,
            Opening = openingIsPrompt ? prompt : opening,
            Chars = chars,
            Words = words,
            Language = language,
            Script = script,
            OtherScripts = (byte)Math.Clamp(mix, 0, 100),
            Kinds = kinds,
            SystemKinds = systemKinds,
            Shape = new TemplateShape(shape[0], shape[1], shape[2], shape[3]),
            // Sketches of another version lie in another space: better none than a wrong one.
            Wording = version == PromptFeatures.CurrentVersion ? wording : default,
            Content = version == PromptFeatures.CurrentVersion ? content : default,
            Terms = version == PromptFeatures.CurrentVersion ? terms : default,
            Hand = hand,
        };
        return true;
    }

    private static void WriteHash(Utf8JsonWriter json, ReadOnlySpan<byte> name, KeyedHash hash)
    {
        if (hash.IsNone)
            return;
        Span<byte> text = stackalloc byte[16];
        hash.Value.TryFormat(text, out _, "x16", CultureInfo.InvariantCulture);
        json.WriteString(name, text);
    }

    private static void WriteKinds(Utf8JsonWriter json, ReadOnlySpan<byte> name, AskKinds kinds)
    {
        if (kinds == AskKinds.None)
            return;
        json.WriteStartArray(name);
        for (var bit = 0; bit < AskKindNames.Count; bit++)
        {
            if (((uint)kinds >> bit & 1) != 0)
                json.WriteStringValue(AskKindNames.Name(bit));
        }

        json.WriteEndArray();
    }

    private static void WriteBase64(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(64)];
        Base64Url.EncodeToUtf8(bytes, text, out _, out _);
        json.WriteString(name, text);
    }

    private static int Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var value))
            return Math.Max(0, value);
        json.Skip();
        return 0;
    }

    /// <summary>
    /// Copies the short plain text the reader stands on and tells its length; 0 for anything else. No name or hash of ours is escaped, so
    /// escapes (and with them lone surrogates, which cannot be copied) are not unfolded.
    /// </summary>
    private static int ShortText(ref Utf8JsonReader json, scoped Span<byte> buffer)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return 0;
        }

        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (json.ValueIsEscaped || length > buffer.Length)
            return 0;
        if (json.HasValueSequence)
            json.ValueSequence.CopyTo(buffer);
        else
            json.ValueSpan.CopyTo(buffer);
        return (int)length;
    }

    private static int CopyName(ref Utf8JsonReader json, scoped Span<char> name)
    {
        Span<byte> bytes = stackalloc byte[name.Length];
        var length = ShortText(ref json, bytes);
        return System.Text.Ascii.ToUtf16(bytes[..length], name, out var written) == OperationStatus.Done ? written : 0;
    }

    private static KeyedHash Hash(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[32];
        return KeyedHash.TryParse(buffer[..CopyName(ref json, buffer)], out var hash) ? hash : default;
    }

    private static Language LanguageOf(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[32];
        return LanguageCodes.TryParse(buffer[..CopyName(ref json, buffer)], out var language) ? language : Language.Unknown;
    }

    private static Script ScriptOf(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[32];
        var text = buffer[..CopyName(ref json, buffer)];
        for (var i = 0; i < ScriptNames.Length; i++)
        {
            if (text.SequenceEqual(ScriptNames[i]))
                return (Script)i;
        }

        return Script.None;
    }

    private static AskKinds Kinds(ref Utf8JsonReader json)
    {
        var kinds = AskKinds.None;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return kinds;
        }

        Span<char> buffer = stackalloc char[64];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (AskKindNames.TryParse(buffer[..CopyName(ref json, buffer)], out var kind))
                kinds |= kind;
        }

        return kinds;
    }

    private static void Shape(ref Utf8JsonReader json, scoped Span<uint> shape)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        var at = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.Number && at < shape.Length && json.TryGetUInt32(out var value))
                shape[at++] = value;
            else
                json.Skip();
        }
    }

    private static bool Base64(ref Utf8JsonReader json, scoped Span<byte> bytes)
    {
        Span<byte> text = stackalloc byte[128];
        var length = ShortText(ref json, text);
        return Base64Url.DecodeFromUtf8(text[..length], bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;
    }
}
