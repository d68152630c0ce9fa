using System.Text.Json;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>The attributes of spans and resources that are read.</summary>
internal enum OtlpAttribute : byte
{
    None = 0,
    Account, Organization, EndUser, User, Service, Client, UserAgent,
    Operation, Provider, RequestModel, ResponseModel, InputTokens, OutputTokens, CachedTokens, ReasoningTokens,
    MaxTokens, Temperature, TopP, Choices, Seed, OutputType, FinishReasons, Stream,
    Input, Output, Instructions, Tools, Status,
    Count,
}

/// <summary>A list of OTLP key-values, of which the known ones are kept as places in the JSON.</summary>
internal readonly ref struct OtlpAttributes(ReadOnlySpan<byte> json, Span<RawValue> values)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Span<RawValue> _values = values;

    public RawValue this[OtlpAttribute attribute] => _values[(int)attribute];

    public ReadOnlySpan<byte> Bytes(OtlpAttribute attribute)
    {
        var value = _values[(int)attribute];
        return _json.Slice(value.Start, value.Length);
    }

    public string? Name(OtlpAttribute attribute, TextPool texts)
    {
        var value = _values[(int)attribute];
        return value.Length > 0 && (value.IsString || value.IsNumber) ? texts.Get(Bytes(attribute), value.Escaped) : null;
    }

    /// <summary>OTLP writes 64-bit integers as strings.</summary>
    public int Int(OtlpAttribute attribute) => (int)Math.Min(LineMembers.NumberOf(Bytes(attribute)), int.MaxValue);

    /// <summary>Reads <c>[{"key":"…","value":{"stringValue":"…"}}]</c>. The first value of a key stays.</summary>
    public void ReadArray(ref JsonWalk walk)
    {
        while (walk.NextElement())
        {
            var attribute = OtlpAttribute.None;
            RawValue value = default;
            var whole = walk.IsObject;
            while (whole && walk.NextMember())
            {
                var isKey = walk.Name.SequenceEqual("key"u8);
                var isValue = walk.Name.SequenceEqual("value"u8);
                if (!walk.Value())
                    return;
                if (isKey && walk.IsString)
                    attribute = Find(walk.Raw);
                if (isValue && walk.IsObject)
                    value = Any(ref walk);
                else
                    walk.Skip();
            }

            if (attribute != OtlpAttribute.None && !_values[(int)attribute].IsGiven)
                _values[(int)attribute] = value;
            if (!whole)
                walk.Skip();
        }
    }

    /// <summary>The value inside <c>{"stringValue":…}</c> and its like.</summary>
    private static RawValue Any(ref JsonWalk walk)
    {
        RawValue value = default;
        while (walk.NextMember())
        {
            if (!walk.Value())
                return default;
            value = RawValue.At(ref walk);
        }

        return value;
    }

    private static OtlpAttribute Find(ReadOnlySpan<byte> key)
    {
        if (key.StartsWith("gen_ai."u8))
            return FindGenAi(key["gen_ai."u8.Length..]);
        if (key.SequenceEqual("weir.account"u8)) return OtlpAttribute.Account;
        if (key.SequenceEqual("weir.organization"u8)) return OtlpAttribute.Organization;
        if (key.SequenceEqual("enduser.id"u8)) return OtlpAttribute.EndUser;
        if (key.SequenceEqual("user.id"u8)) return OtlpAttribute.User;
        if (key.SequenceEqual("service.name"u8)) return OtlpAttribute.Service;
        if (key.SequenceEqual("client.address"u8)) return OtlpAttribute.Client;
        if (key.SequenceEqual("user_agent.original"u8)) return OtlpAttribute.UserAgent;
        return key.SequenceEqual("http.response.status_code"u8) ? OtlpAttribute.Status : default;
    }

    /// <summary>Newer names, and older ones that instrumentations still write.</summary>
    private static OtlpAttribute FindGenAi(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("operation.name"u8)) return OtlpAttribute.Operation;
        if (key.SequenceEqual("provider.name"u8) || key.SequenceEqual("system"u8)) return OtlpAttribute.Provider;
        if (key.SequenceEqual("request.model"u8)) return OtlpAttribute.RequestModel;
        if (key.SequenceEqual("response.model"u8)) return OtlpAttribute.ResponseModel;
        if (key.SequenceEqual("usage.input_tokens"u8) || key.SequenceEqual("usage.prompt_tokens"u8)) return OtlpAttribute.InputTokens;
        if (key.SequenceEqual("usage.output_tokens"u8) || key.SequenceEqual("usage.completion_tokens"u8)) return OtlpAttribute.OutputTokens;
        if (key.SequenceEqual("usage.cache_read.input_tokens"u8)) return OtlpAttribute.CachedTokens;
        if (key.SequenceEqual("usage.reasoning.output_tokens"u8)) return OtlpAttribute.ReasoningTokens;
        if (key.SequenceEqual("request.max_tokens"u8)) return OtlpAttribute.MaxTokens;
        if (key.SequenceEqual("request.temperature"u8)) return OtlpAttribute.Temperature;
        if (key.SequenceEqual("request.top_p"u8)) return OtlpAttribute.TopP;
        if (key.SequenceEqual("request.choice.count"u8)) return OtlpAttribute.Choices;
        if (key.SequenceEqual("request.seed"u8)) return OtlpAttribute.Seed;
        if (key.SequenceEqual("request.stream"u8)) return OtlpAttribute.Stream;
        if (key.SequenceEqual("output.type"u8)) return OtlpAttribute.OutputType;
        if (key.SequenceEqual("response.finish_reasons"u8)) return OtlpAttribute.FinishReasons;
        if (key.SequenceEqual("input.messages"u8)) return OtlpAttribute.Input;
        if (key.SequenceEqual("output.messages"u8)) return OtlpAttribute.Output;
        if (key.SequenceEqual("system_instructions"u8)) return OtlpAttribute.Instructions;
        return key.SequenceEqual("tool.definitions"u8) ? OtlpAttribute.Tools : default;
    }
}
