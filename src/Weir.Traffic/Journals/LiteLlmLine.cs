using System.Buffers;
using System.Text;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>
/// LiteLLM's StandardLoggingPayload, one object a line. The account is the key's user, else its team, else the key itself;
/// the organization is LiteLLM's, else the team. docs/logs.md has the table.
/// </summary>
internal static class LiteLlmLine
{
    public static LineResult Read(ReadOnlySpan<byte> line, LineContext context, BodyReading bodies, List<Exchange> into)
    {
        var payload = new Payload();
        var walk = new JsonWalk(line);
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                break;
            if (walk.IsObject && (name.SequenceEqual("metadata"u8) || name.SequenceEqual("error_information"u8)))
                Metadata(ref walk, line, ref payload);
            else
                payload.Set(name, RawValue.At(ref walk));
        }

        if (!LogTime.TryReadNumber(Slice(line, payload.Start), out var time) && !LogTime.TryRead(Slice(line, payload.Start), out time))
            return new LineResult(LogFaultKind.BadTime, "has a 'startTime' that is no time");
        var texts = context.Texts;
        var account = Name(line, payload.User, texts) ?? Name(line, payload.Team, texts) ?? Name(line, payload.KeyHash, texts);
        if (account is null)
            return new LineResult(LogFaultKind.NoAccount, "names no account: metadata has no user_api_key_user_id, user_api_key_team_id or user_api_key_hash");
        var body = Body(line, payload, bodies);
        into.Add(Assemble(line, payload, context, time, account, body));
        return body.Unread is { } why ? new LineResult(LogFaultKind.UnreadBody, why) : LineResult.Good;
    }

    private static Exchange Assemble(ReadOnlySpan<byte> line, in Payload payload, LineContext context, DateTimeOffset time, string account, BodyFacts body)
    {
        var texts = context.Texts;
        var (address, network) = payload.Ip.IsString ? context.Addresses.Of(Slice(line, payload.Ip)) : default;
        var failed = Slice(line, payload.Status).SequenceEqual("failure"u8);
        var status = failed ? (int)Math.Min(LineMembers.NumberOf(Slice(line, payload.ErrorCode)), 599) : 200;
        status = status == 0 ? 500 : status;
        var endUser = Name(line, payload.EndUser, texts) ?? body.EndUser;
        return new Exchange
        {
            Time = time,
            Account = account,
            Organization = Name(line, payload.Organization, texts) ?? Name(line, payload.Team, texts),
            Key = Name(line, payload.KeyHash, texts),
            EndUser = endUser is null ? KeyedHash.None : context.EndUsers.Of(endUser),
            Address = address,
            Network = network,
            UserAgent = Name(line, payload.UserAgent, texts),
            Dialect = body.Dialect,
            Model = Name(line, payload.ModelGroup, texts) ?? Name(line, payload.Model, texts),
            Upstream = Name(line, payload.Provider, texts),
            Stream = payload.Stream.Kind == System.Text.Json.JsonTokenType.True || body.Stream,
            Outcome = failed ? LineReader.OutcomeOf(status) : Outcome.Completed,
            Status = status,
            LatencyMs = Since(line, time, payload.End),
            FirstByteMs = Since(line, time, payload.FirstToken),
            Usage = payload.PromptTokens.IsNumber || payload.CompletionTokens.IsNumber
                ? new Usage(Number(line, payload.PromptTokens), Number(line, payload.CompletionTokens), body.Usage.CachedTokens, body.Usage.ReasoningTokens)
                : body.Usage,
            Ask = body.Ask,
            Answer = body.Answer,
            Prompt = body.Prompt,
            PromptText = body.PromptText,
            AnswerText = body.AnswerText,
        };
    }

    /// <summary>
    /// The payload keeps messages and parameters apart. Put together again they are a request body, which the reader of
    /// the dialect takes as if it came over the wire.
    /// </summary>
    private static BodyFacts Body(ReadOnlySpan<byte> line, in Payload payload, BodyReading bodies)
    {
        var (asked, answered) = DialectsOf(Slice(line, payload.CallType));
        var messages = Slice(line, payload.Messages);
        var parameters = payload.Parameters.IsObject ? Slice(line, payload.Parameters)[1..^1].Trim(" \t"u8) : default;
        var body = new ArrayBufferWriter<byte>(messages.Length + parameters.Length + 64);
        body.Write("{"u8);
        if (payload.Messages.IsArray)
        {
            body.Write(asked == Dialect.OpenAiResponses ? "\"input\":"u8 : "\"messages\":"u8);
            body.Write(messages);
        }
        else if (payload.Messages.IsString && !messages.SequenceEqual("redacted-by-litellm"u8))
        {
            asked = Dialect.OpenAiChat;
            body.Write("\"messages\":[{\"role\":\"user\",\"content\":\""u8);
            body.Write(messages);
            body.Write("\"}]"u8);
        }

        if (!parameters.IsEmpty)
            body.Write(body.WrittenCount > 1 ? ","u8 : default);
        body.Write(parameters);
        body.Write("}"u8);
        return bodies.Of(asked, body.WrittenSpan, answered, payload.Response.IsObject || payload.Response.IsArray ? Slice(line, payload.Response) : default);
    }

    /// <summary>The shape of the messages, and that of the answer. LiteLLM turns most calls into chat messages.</summary>
    private static (Dialect Asked, Dialect Answered) DialectsOf(ReadOnlySpan<byte> callType)
    {
        if (callType.StartsWith("a"u8) && !callType.StartsWith("anthropic"u8))
            callType = callType[1..];
        if (callType.SequenceEqual("text_completion"u8)) return (Dialect.OpenAiChat, Dialect.OpenAiCompletions);
        if (callType.SequenceEqual("responses"u8)) return (Dialect.OpenAiResponses, Dialect.OpenAiResponses);
        if (callType.SequenceEqual("embedding"u8)) return (Dialect.OpenAiEmbeddings, Dialect.OpenAiEmbeddings);
        if (callType.SequenceEqual("anthropic_messages"u8)) return (Dialect.AnthropicMessages, Dialect.AnthropicMessages);
        return (Dialect.OpenAiChat, Dialect.OpenAiChat);
    }

    private static void Metadata(ref JsonWalk walk, ReadOnlySpan<byte> line, ref Payload payload)
    {
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                return;
            var value = RawValue.At(ref walk);
            if (name.SequenceEqual("user_api_key_hash"u8)) payload.KeyHash = value;
            else if (name.SequenceEqual("user_api_key_user_id"u8)) payload.User = value;
            else if (name.SequenceEqual("user_api_key_team_id"u8)) payload.Team = value;
            else if (name.SequenceEqual("user_api_key_org_id"u8)) payload.Organization = value;
            else if (name.SequenceEqual("user_api_key_end_user_id"u8) && !payload.EndUser.IsGiven) payload.EndUser = value;
            else if (name.SequenceEqual("requester_ip_address"u8) && !payload.Ip.IsGiven) payload.Ip = value;
            else if (name.SequenceEqual("user_agent"u8)) payload.UserAgent = value;
            else if (name.SequenceEqual("error_code"u8)) payload.ErrorCode = value;
        }
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> line, RawValue value) => line.Slice(value.Start, value.Length);

    private static string? Name(ReadOnlySpan<byte> line, RawValue value, TextPool texts) =>
        value.Length > 0 && (value.IsString || value.IsNumber) ? texts.Get(Slice(line, value), value.Escaped) : null;

    private static int Number(ReadOnlySpan<byte> line, RawValue value) =>
        value.IsNumber ? (int)Math.Min(LineMembers.NumberOf(Slice(line, value)), int.MaxValue) : 0;

    private static int Since(ReadOnlySpan<byte> line, DateTimeOffset start, RawValue value) =>
        value.IsGiven && (LogTime.TryReadNumber(Slice(line, value), out var end) || LogTime.TryRead(Slice(line, value), out end))
            ? (int)Math.Clamp((end - start).TotalMilliseconds, 0, int.MaxValue)
            : 0;

    private struct Payload
    {
        public RawValue Start, End, FirstToken, CallType, Status, Stream, Model, ModelGroup, Provider, EndUser, Ip, Messages, Response, Parameters,
            PromptTokens, CompletionTokens, ErrorCode, KeyHash, User, Team, Organization, UserAgent;

        public void Set(ReadOnlySpan<byte> name, RawValue value)
        {
            if (!value.IsGiven) return;
            if (name.SequenceEqual("startTime"u8)) Start = value;
            else if (name.SequenceEqual("endTime"u8)) End = value;
            else if (name.SequenceEqual("completionStartTime"u8)) FirstToken = value;
            else if (name.SequenceEqual("call_type"u8)) CallType = value;
            else if (name.SequenceEqual("status"u8)) Status = value;
            else if (name.SequenceEqual("stream"u8)) Stream = value;
            else if (name.SequenceEqual("model"u8)) Model = value;
            else if (name.SequenceEqual("model_group"u8)) ModelGroup = value;
            else if (name.SequenceEqual("custom_llm_provider"u8)) Provider = value;
            else if (name.SequenceEqual("end_user"u8)) EndUser = value;
            else if (name.SequenceEqual("requester_ip_address"u8)) Ip = value;
            else if (name.SequenceEqual("messages"u8)) Messages = value;
            else if (name.SequenceEqual("response"u8)) Response = value;
            else if (name.SequenceEqual("model_parameters"u8)) Parameters = value;
            else if (name.SequenceEqual("prompt_tokens"u8)) PromptTokens = value;
            else if (name.SequenceEqual("completion_tokens"u8)) CompletionTokens = value;
        }
    }
}
