using System.Diagnostics;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// One span a sampled call, by OpenTelemetry's conventions for generative AI. Made when the call has ended, from what is known
/// then: the path carries nothing for it, and where nobody listens it costs one look.
/// </summary>
internal static class CallTraces
{
    public const string Name = GatewayMeter.Name;

    private static readonly ActivitySource Source = new(Name);

    public static void Record(ExchangeDraft draft)
    {
        if (!Source.HasListeners())
            return;
        var dialect = draft.Endpoint.Dialect;
        var operation = dialect == Dialect.Other ? "other" : Words.Operation(dialect);
        using var span = Source.StartActivity(ActivityKind.Client, parentContext: default, startTime: draft.Time, name: operation);
        // Null: not sampled.
        if (span is null)
            return;
        if (draft.Model is { } model)
            span.DisplayName = $"{operation} {model}";
        span.SetEndTime(draft.Time.UtcDateTime.AddMilliseconds(draft.LatencyMs));
        span.SetTag("gen_ai.operation.name", operation);
        span.SetTag("gen_ai.provider.name", Words.Of(draft.Endpoint.Provider));
        span.SetTag("gen_ai.request.model", draft.Model);
        span.SetTag("gen_ai.request.stream", draft.Stream);
        if (draft is { Stream: true, FirstByteMs: > 0 })
            span.SetTag("gen_ai.response.time_to_first_chunk", draft.FirstByteMs / 1000.0);
        if (draft.Usage is { Total: > 0, Estimated: false } usage)
        {
            span.SetTag("gen_ai.usage.input_tokens", usage.InputTokens);
            span.SetTag("gen_ai.usage.output_tokens", usage.OutputTokens);
        }

        span.SetTag("http.response.status_code", draft.Status);
        span.SetTag("weir.upstream", draft.Upstream);
        span.SetTag("weir.outcome", Words.Of(draft.Outcome));
        span.SetTag("weir.reference", draft.Id);
        if (draft.Outcome == Outcome.Completed && draft.Status < 400)
            return;
        span.SetTag("error.type", draft.Refused?.Code ?? Words.Of(draft.Outcome));
        span.SetStatus(ActivityStatusCode.Error);
    }
}
