using Weir.Gateway.Configuration;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Gateway.Watch;

/// <summary>Turns a draft into an exchange. Here, off the path, texts become hashes and features; the texts go no further unless the operator keeps content.</summary>
internal static class DraftReading
{
    public static Exchange Read(ExchangeDraft draft, KeyedHasher hasher, bool content)
    {
        var caller = draft.Caller;
        var reading = draft.Reading;
        var answer = draft.Answer;
        if (answer.Hash.IsNone && draft.AnswerText is { Length: > 0 } text)
            answer = answer with { Hash = hasher.Hash(text) };
        var prompt = reading is not null && draft.Body is { } body
            ? Prompt(reading, body.Span, hasher, content)
            : default;
        return new Exchange
        {
            Time = draft.Time,
            // A credential that no upstream has accepted is nobody's: what was served to it is kept, under no name.
            Account = caller is not null && draft.Identified ? caller.Account : "",
            // A name that a caller chose may say anything: it is kept as the other texts are.
            Id = draft.Id ?? (draft.BatchLine is { Length: > 0 } line ? hasher.Hash(line).ToString() : null),
            Organization = caller?.Organization,
            Key = caller?.Key,
            EndUser = reading?.EndUser is { Length: > 0 } endUser ? hasher.Hash(endUser) : KeyedHash.None,
            Address = caller?.Address ?? KeyedHash.None,
            Network = caller?.Network ?? KeyedHash.None,
            UserAgent = caller?.UserAgent,
            Tls = caller?.Tls,
            Dialect = draft.Endpoint.Dialect,
            Via = draft.Via,
            Model = draft.Model,
            Upstream = draft.Upstream,
            Stream = draft.Stream,
            Outcome = draft.Outcome,
            Status = draft.Status,
            Refused = draft.Refused,
            LatencyMs = draft.LatencyMs,
            FirstByteMs = draft.FirstByteMs,
            BytesIn = draft.BytesIn,
            BytesOut = draft.BytesOut,
            Usage = draft.Usage,
            Ask = reading?.Ask ?? AskFacts.None,
            Answer = answer,
            Prompt = prompt.Features,
            PromptText = prompt.Text,
            AnswerText = content ? draft.AnswerText : null,
        };
    }

    private static (PromptFeatures? Features, string? Text) Prompt(RequestReading reading, ReadOnlySpan<byte> body, KeyedHasher hasher, bool content)
    {
        using var last = PromptTexts.LastUser(reading, body);
        using var system = PromptTexts.System(reading, body);
        var single = PromptTexts.HasOneUserMessage(reading);
        using var first = single ? default : PromptTexts.FirstUser(reading, body);
        if (last.Span.IsEmpty && system.Span.IsEmpty)
            return default;
        var features = PromptFeatures.Compute(last.Span, system.Span, single ? last.Span : first.Span, reading.Ask, hasher);
        return (features, content ? last.Span.ToString() : null);
    }
}
