using System.Text.Json;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>The top-level members that a line of the exchange log, or of the journal, may have.</summary>
internal enum LineMember : byte
{
    None = 0,
    Weir, Time, Id, Account, Organization, Key, EndUser, Ip, Address, Network, UserAgent, Tls,
    Dialect, Via, Model, Upstream, Stream, Outcome, Status, Refused, LatencyMs, FirstByteMs, BytesIn, BytesOut,
    InputTokens, OutputTokens, CachedTokens, ReasoningTokens, Estimated,
    Asked, Answered, Features, Prompt, Answer, Request, Response,
    // By these the foreign formats are known.
    ResourceSpans, StartTime, CallType,
    Count,
}

/// <summary>Where a member's value stands in its line; a string without its quotes. The default stands for "not there".</summary>
internal readonly record struct RawValue(int Start, int Length, JsonTokenType Kind, bool Escaped)
{
    public bool IsString => Kind == JsonTokenType.String;
    public bool IsObject => Kind == JsonTokenType.StartObject;
    public bool IsArray => Kind == JsonTokenType.StartArray;
    public bool IsNumber => Kind == JsonTokenType.Number;
    /// <summary>Neither absent nor null.</summary>
    public bool IsGiven => Kind is not (JsonTokenType.None or JsonTokenType.Null);

    /// <summary>The value that the walk stands on; the walk then stands on its last token.</summary>
    public static RawValue At(ref JsonWalk walk)
    {
        var kind = walk.Token;
        var start = walk.Start;
        var escaped = walk.Escaped;
        if (kind == JsonTokenType.String)
            return new RawValue(start + 1, walk.Raw.Length, kind, escaped);
        walk.Skip();
        return new RawValue(start, walk.Consumed - start, kind, false);
    }
}

/// <summary>One line, walked once: which members it has and where their values stand.</summary>
internal readonly ref struct LineMembers(ReadOnlySpan<byte> line, Span<RawValue> values)
{
    private readonly ReadOnlySpan<byte> _line = line;
    private readonly Span<RawValue> _values = values;

    public RawValue this[LineMember member] => _values[(int)member];

    /// <summary>Null, or what is wrong with the line. Of a member given twice the last counts, as in other tools.</summary>
    public string? Walk()
    {
        var walk = new JsonWalk(_line);
        if (!walk.Next() || !walk.IsObject)
            return "is not a JSON object";
        while (walk.NextMember())
        {
            var member = Find(walk.Name);
            if (!walk.Value())
                break;
            if (member == LineMember.None)
                walk.Skip();
            else
                _values[(int)member] = RawValue.At(ref walk);
        }

        if (walk.Cut)
            return "breaks off: its JSON is not closed";
        // Nothing but white space may follow.
        if (!walk.Broken && !walk.Next() && !walk.Broken)
            return null;
        return walk.TooDeep ? $"is nested more than {JsonWalk.MaxDepth} levels deep" : $"is not valid JSON (near byte {walk.Consumed})";
    }

    public ReadOnlySpan<byte> Bytes(LineMember member) => Bytes(_values[(int)member]);

    public ReadOnlySpan<byte> Bytes(RawValue value) => _line.Slice(value.Start, value.Length);

    /// <summary>A name: a string, or a number as some systems write their ids. Empty is as good as absent.</summary>
    public string? Name(LineMember member, TextPool pool)
    {
        var value = _values[(int)member];
        return value.Length > 0 && (value.IsString || value.IsNumber) ? pool.Get(Bytes(value), value.Escaped) : null;
    }

    public long Number(LineMember member)
    {
        var value = _values[(int)member];
        return value.IsNumber || value.IsString ? NumberOf(Bytes(value)) : 0;
    }

    public int Int(LineMember member) => (int)Math.Min(Number(member), int.MaxValue);

    public bool True(LineMember member) => _values[(int)member].Kind == JsonTokenType.True;

    public KeyedHash Hash(LineMember member)
    {
        var value = _values[(int)member];
        return value.IsString ? HashOf(Bytes(value)) : KeyedHash.None;
    }

    public static KeyedHash HashOf(ReadOnlySpan<byte> hex) =>
        hex.Length == 16 && System.Buffers.Text.Utf8Parser.TryParse(hex, out ulong hash, out var used, 'x') && used == 16
            ? new KeyedHash(hash)
            : KeyedHash.None;

    /// <summary>A count: never below zero, fractions cut off, and zero where it is no number.</summary>
    public static long NumberOf(ReadOnlySpan<byte> text)
    {
        if (System.Buffers.Text.Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
            return Math.Max(0, whole);
        return System.Buffers.Text.Utf8Parser.TryParse(text, out double number, out used) && used == text.Length && number is > 0 and < 1e18
            ? (long)number
            : 0;
    }

    private static LineMember Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("id"u8) ? LineMember.Id
            : name.SequenceEqual("ip"u8) ? LineMember.Ip : default,
        3 => name.SequenceEqual("key"u8) ? LineMember.Key
            : name.SequenceEqual("tls"u8) ? LineMember.Tls
            : name.SequenceEqual("via"u8) ? LineMember.Via : default,
        4 => name.SequenceEqual("time"u8) ? LineMember.Time
            : name.SequenceEqual("weir"u8) ? LineMember.Weir : default,
        5 => name.SequenceEqual("model"u8) ? LineMember.Model
            : name.SequenceEqual("asked"u8) ? LineMember.Asked : default,
        6 => name.SequenceEqual("prompt"u8) ? LineMember.Prompt
            : name.SequenceEqual("answer"u8) ? LineMember.Answer
            : name.SequenceEqual("status"u8) ? LineMember.Status
            : name.SequenceEqual("stream"u8) ? LineMember.Stream : default,
        7 => name.SequenceEqual("account"u8) ? LineMember.Account
            : name.SequenceEqual("request"u8) ? LineMember.Request
            : name.SequenceEqual("dialect"u8) ? LineMember.Dialect
            : name.SequenceEqual("outcome"u8) ? LineMember.Outcome
            : name.SequenceEqual("address"u8) ? LineMember.Address
            : name.SequenceEqual("network"u8) ? LineMember.Network
            : name.SequenceEqual("refused"u8) ? LineMember.Refused : default,
        8 => name.SequenceEqual("response"u8) ? LineMember.Response
            : name.SequenceEqual("end_user"u8) ? LineMember.EndUser
            : name.SequenceEqual("answered"u8) ? LineMember.Answered
            : name.SequenceEqual("features"u8) ? LineMember.Features
            : name.SequenceEqual("upstream"u8) ? LineMember.Upstream
            : name.SequenceEqual("bytes_in"u8) ? LineMember.BytesIn : default,
        9 => name.SequenceEqual("bytes_out"u8) ? LineMember.BytesOut
            : name.SequenceEqual("estimated"u8) ? LineMember.Estimated
            : name.SequenceEqual("startTime"u8) ? LineMember.StartTime
            : name.SequenceEqual("call_type"u8) ? LineMember.CallType : default,
        10 => name.SequenceEqual("user_agent"u8) ? LineMember.UserAgent
            : name.SequenceEqual("latency_ms"u8) ? LineMember.LatencyMs : default,
        12 => name.SequenceEqual("input_tokens"u8) ? LineMember.InputTokens
            : name.SequenceEqual("organization"u8) ? LineMember.Organization : default,
        13 => name.SequenceEqual("output_tokens"u8) ? LineMember.OutputTokens
            : name.SequenceEqual("first_byte_ms"u8) ? LineMember.FirstByteMs
            : name.SequenceEqual("cached_tokens"u8) ? LineMember.CachedTokens
            : name.SequenceEqual("resourceSpans"u8) ? LineMember.ResourceSpans : default,
        16 => name.SequenceEqual("reasoning_tokens"u8) ? LineMember.ReasoningTokens : default,
        _ => default,
    };
}
