using System.Diagnostics.Metrics;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Every instrument of the gateway. One meter, read by <c>/metrics</c> and by OTLP alike. Names and buckets of the first group
/// are those of OpenTelemetry's conventions for generative AI; the rest are Weir's own. No tag ever holds something that a caller
/// can choose freely: see <see cref="KnownModels"/>.
/// </summary>
public static partial class GatewayMeter
{
    public const string Name = "Weir.Gateway";

    private static readonly Meter Meter = new(Name, typeof(GatewayMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly InstrumentAdvice<double> CallSeconds = Buckets(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static readonly InstrumentAdvice<double> FirstTokenSeconds = Buckets(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    private static readonly InstrumentAdvice<long> TokenCounts = Buckets<long>(1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864);

    public static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram("gen_ai.server.request.duration", "s", "Time from the arrival of a call to the last byte of its answer.", tags: null, CallSeconds);

    public static readonly Histogram<double> TimeToFirstToken =
        Meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "Time from the arrival of a streaming call to the first byte of its answer.", tags: null, FirstTokenSeconds);

    /// <summary>As reported by the upstream; estimates are left to <see cref="Tokens"/>.</summary>
    public static readonly Histogram<long> TokenUsage =
        Meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens in and out of a call, as its upstream reported them.", tags: null, TokenCounts);

    public static readonly Counter<long> Exchanges = Meter.CreateCounter<long>("weir.exchanges", "{exchange}", "Calls that ended, by how they ended.");
    public static readonly Counter<long> Tokens = Meter.CreateCounter<long>("weir.tokens", "{token}", "Tokens in and out, reported or estimated.");
    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("weir.refusals", "{call}", "Calls that Weir refused, by the code that the caller was told.");
    public static readonly Counter<long> PromptRepeats = Meter.CreateCounter<long>("weir.system_prompt.repeats", "{answer}", "Answers that repeated their system prompt, by what was done.");
    public static readonly Counter<long> UpstreamAttempts = Meter.CreateCounter<long>("weir.upstream.attempts", "{attempt}", "Tries to get an answer from an upstream, by what came of them.");
    public static readonly Counter<long> ConfigReloads = Meter.CreateCounter<long>("weir.config.reloads", "{reload}", "Times that the configuration was read again, by whether it was taken.");

    private static readonly KnownModels Models = new();

    private static long _bytesIn;
    private static long _bytesOut;

    private static long _active;

    private static readonly ObservableUpDownCounter<long> Active =
        Meter.CreateObservableUpDownCounter("weir.calls.active", static () => Interlocked.Read(ref _active), "{call}", "Calls under way.");

    private static readonly ObservableCounter<long> Bytes = Meter.CreateObservableCounter(
        "weir.bytes",
        static () => (IEnumerable<Measurement<long>>)
        [
            new(Interlocked.Read(ref _bytesIn), new Tag("weir.direction", "in")),
            new(Interlocked.Read(ref _bytesOut), new Tag("weir.direction", "out")),
        ],
        "By", "Bytes of bodies from callers and of answers to them.");

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };

    private static InstrumentAdvice<T> Buckets<T>(params T[] bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };
}
