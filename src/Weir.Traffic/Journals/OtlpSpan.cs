using System.Text.Json;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>One span, if it is a call of a model: its attributes, put together as a request and an answer in the chat dialect.</summary>
internal static class OtlpSpan
{
    public static LineResult Read(ReadOnlySpan<byte> span, in OtlpAttributes resource, LineContext context, BodyReading bodies, List<Exchange> into)
    {
        Span<RawValue> values = stackalloc RawValue[(int)OtlpAttribute.Count];
        values.Clear();
        var attributes = new OtlpAttributes(span, values);
        RawValue start = default, end = default;
        var failed = Walk(span, attributes, ref start, ref end);
        if (!IsCall(attributes))
            return LineResult.Good;
        if (!LogTime.TryReadNumber(span.Slice(start.Start, start.Length), out var time))
            return new LineResult(LogFaultKind.BadTime, "has a span without a usable startTimeUnixNano");

        var texts = context.Texts;
        var named = attributes.Name(OtlpAttribute.Account, texts) ?? resource.Name(OtlpAttribute.Account, texts);
        var user = attributes.Name(OtlpAttribute.EndUser, texts) ?? attributes.Name(OtlpAttribute.User, texts);
        var account = named ?? user ?? resource.Name(OtlpAttribute.Service, texts);
        if (account is null)
            return new LineResult(LogFaultKind.NoAccount, "has a span that names no account: no weir.account, enduser.id, user.id or service.name");

        var body = OtlpBodies.Read(attributes, bodies);
        var (address, network) = attributes[OtlpAttribute.Client].IsString ? context.Addresses.Of(attributes.Bytes(OtlpAttribute.Client)) : default;
        var status = attributes[OtlpAttribute.Status].IsGiven ? attributes.Int(OtlpAttribute.Status) : failed ? 500 : 200;
        var endUser = named is null ? null : user;
        into.Add(new Exchange
        {
            Time = time,
            Account = account,
            Organization = attributes.Name(OtlpAttribute.Organization, texts) ?? resource.Name(OtlpAttribute.Organization, texts),
            EndUser = endUser is null ? KeyedHash.None : context.EndUsers.Of(endUser),
            Address = address,
            Network = network,
            UserAgent = attributes.Name(OtlpAttribute.UserAgent, texts),
            Dialect = DialectOf(attributes),
            Model = attributes.Name(OtlpAttribute.RequestModel, texts) ?? attributes.Name(OtlpAttribute.ResponseModel, texts),
            Stream = attributes[OtlpAttribute.Stream].Kind == JsonTokenType.True,
            Outcome = LineReader.OutcomeOf(status),
            Status = status,
            LatencyMs = LogTime.TryReadNumber(span.Slice(end.Start, end.Length), out var ended) ? (int)Math.Clamp((ended - time).TotalMilliseconds, 0, int.MaxValue) : 0,
            Usage = UsageOf(attributes, body),
            Ask = body.Ask,
            Answer = body.Answer,
            Prompt = body.Prompt,
            PromptText = body.PromptText,
            AnswerText = body.AnswerText,
        });
        return body.Unread is { } why ? new LineResult(LogFaultKind.UnreadBody, why) : LineResult.Good;
    }

    /// <summary>Reads the span's own members; its events' attributes count as its own. True where its status is an error.</summary>
    private static bool Walk(ReadOnlySpan<byte> span, in OtlpAttributes attributes, ref RawValue start, ref RawValue end)
    {
        var failed = false;
        var walk = new JsonWalk(span);
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                break;
            if (name.SequenceEqual("attributes"u8) && walk.IsArray) attributes.ReadArray(ref walk);
            else if (name.SequenceEqual("startTimeUnixNano"u8)) start = RawValue.At(ref walk);
            else if (name.SequenceEqual("endTimeUnixNano"u8)) end = RawValue.At(ref walk);
            else if (name.SequenceEqual("status"u8) && walk.IsObject) failed = IsError(ref walk);
            else if (name.SequenceEqual("events"u8) && walk.IsArray) Events(ref walk, attributes);
            else walk.Skip();
        }

        return failed;
    }

    private static void Events(ref JsonWalk walk, in OtlpAttributes attributes)
    {
        while (walk.NextElement())
        {
            var happened = walk.IsObject;
            if (!happened)
                walk.Skip();
            while (happened && walk.NextMember())
            {
                var own = walk.Name.SequenceEqual("attributes"u8);
                if (!walk.Value())
                    return;
                if (own && walk.IsArray)
                    attributes.ReadArray(ref walk);
                else
                    walk.Skip();
            }
        }
    }

    private static bool IsError(ref JsonWalk walk)
    {
        var failed = false;
        while (walk.NextMember())
        {
            var code = walk.Name.SequenceEqual("code"u8);
            if (!walk.Value())
                break;
            failed |= code && (walk.Says("STATUS_CODE_ERROR"u8) || (walk.TryInt(out var number) && number == 2));
            walk.Skip();
        }

        return failed;
    }

    private static bool IsCall(in OtlpAttributes attributes)
    {
        var operation = attributes.Bytes(OtlpAttribute.Operation);
        return operation.IsEmpty
            ? attributes[OtlpAttribute.RequestModel].IsGiven
            : operation.SequenceEqual("chat"u8) || operation.SequenceEqual("text_completion"u8)
                || operation.SequenceEqual("generate_content"u8) || operation.SequenceEqual("embeddings"u8);
    }

    private static Dialect DialectOf(in OtlpAttributes attributes)
    {
        var operation = attributes.Bytes(OtlpAttribute.Operation);
        var provider = attributes.Bytes(OtlpAttribute.Provider);
        var gemini = provider.StartsWith("gcp."u8) || provider.SequenceEqual("vertex_ai"u8) || provider.SequenceEqual("gemini"u8);
        if (operation.SequenceEqual("embeddings"u8)) return gemini ? Dialect.GeminiEmbed : Dialect.OpenAiEmbeddings;
        if (operation.SequenceEqual("text_completion"u8)) return Dialect.OpenAiCompletions;
        if (gemini) return Dialect.GeminiGenerate;
        return provider.SequenceEqual("anthropic"u8) ? Dialect.AnthropicMessages : Dialect.OpenAiChat;
    }

    private static Usage UsageOf(in OtlpAttributes attributes, BodyFacts body) =>
        attributes[OtlpAttribute.InputTokens].IsGiven || attributes[OtlpAttribute.OutputTokens].IsGiven
            ? new Usage(attributes.Int(OtlpAttribute.InputTokens), attributes.Int(OtlpAttribute.OutputTokens),
                attributes.Int(OtlpAttribute.CachedTokens), attributes.Int(OtlpAttribute.ReasoningTokens))
            : body.Usage;
}
