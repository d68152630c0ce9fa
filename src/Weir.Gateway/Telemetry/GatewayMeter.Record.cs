using Weir.Gateway.Relay;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

// What one ended call adds to the metrics. Runs on the path, once a call: interlocked additions, nothing allocated, no lock.
public static partial class GatewayMeter
{
    /// <summary>Once a call, before anything else; <see cref="Record"/> is its counterpart.</summary>
    public static void CallBegan() => Interlocked.Increment(ref _active);

    /// <summary>One try to get an answer from an upstream.</summary>
    internal static void Attempted(string upstream, FailureKind failure) =>
        UpstreamAttempts.Add(1, new Tag("weir.upstream", upstream), new Tag("weir.result", Words.Of(failure)));

    public static void Record(ExchangeDraft draft)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Add(ref _bytesIn, draft.BytesIn);
        Interlocked.Add(ref _bytesOut, draft.BytesOut);
        var dialect = draft.Endpoint.Dialect;
        if (Exchanges.Enabled)
        {
            ReadOnlySpan<Tag> tags =
            [
                new("weir.dialect", dialect.Name()),
                new("weir.outcome", Words.Of(draft.Outcome)),
                new("weir.upstream", draft.Upstream ?? ""),
                new("weir.status_class", Words.StatusClass(draft.Status)),
            ];
            Exchanges.Add(1, tags);
        }

        CallTraces.Record(draft);
        if (draft.Refused is { Code: var code })
            Refusals.Add(1, new Tag("weir.code", code));
        if (dialect != Dialect.Other)
            RecordGenerative(draft);
    }

    private static void RecordGenerative(ExchangeDraft draft)
    {
        var usage = draft.Usage;
        if (Tokens.Enabled && usage.Total > 0)
        {
            var estimated = new Tag("weir.estimated", usage.Estimated ? "true" : "false");
            Tokens.Add(usage.InputTokens, new Tag("weir.direction", "in"), estimated);
            Tokens.Add(usage.OutputTokens, new Tag("weir.direction", "out"), estimated);
        }

        if (!RequestDuration.Enabled)
            return;
        var answered = draft.Status is >= 200 and < 300;
        Span<Tag> tags =
        [
            new("gen_ai.operation.name", Words.Operation(draft.Endpoint.Dialect)),
            new("gen_ai.provider.name", Words.Of(draft.Endpoint.Provider)),
            new("gen_ai.request.model", Models.Of(draft.Model, answered)),
            default,
        ];
        if (draft.Outcome == Outcome.Completed && answered)
        {
            RequestDuration.Record(draft.LatencyMs / 1000.0, tags[..3]);
        }
        else
        {
            tags[3] = new Tag("error.type", draft.Outcome is Outcome.Rejected or Outcome.Refused ? Words.Status(draft.Status) : Words.Of(draft.Outcome));
            RequestDuration.Record(draft.LatencyMs / 1000.0, tags);
        }

        if (draft.Stream && answered)
            TimeToFirstToken.Record(draft.FirstByteMs / 1000.0, tags[..3]);
        if (usage.Total == 0 || usage.Estimated)
            return;
        tags[3] = new Tag("gen_ai.token.type", "input");
        TokenUsage.Record(usage.InputTokens, tags);
        tags[3] = new Tag("gen_ai.token.type", "output");
        TokenUsage.Record(usage.OutputTokens, tags);
    }
}
