using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Sends metrics and sampled traces to the operator's collector, in batches and off the path. Exists only where a collector is
/// configured. One that does not answer costs measurements, never calls.
/// </summary>
public sealed class OtlpExport : IDisposable
{
    // Where gRPC listens by convention; everything else is taken as HTTP.
    private const int GrpcPort = 4317;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider? _traces;

    private OtlpExport(MeterProvider metrics, TracerProvider? traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Null where nothing is to be sent.</summary>
    public static OtlpExport? Start(TelemetryConfig config)
    {
        if (config.Otlp is not { } collector)
            return null;
        var version = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var resource = ResourceBuilder.CreateDefault().AddService("weir", serviceVersion: version);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(GatewayMeter.Name, "System.Runtime")
            .AddOtlpExporter(exporter => Address(exporter, collector, "v1/metrics"))
            .Build();
        var traces = config.TraceShare <= 0 ? null : Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(CallTraces.Name)
            .SetSampler(new TraceIdRatioBasedSampler(config.TraceShare))
            .AddOtlpExporter(exporter => Address(exporter, collector, "v1/traces"))
            .Build();
        return new OtlpExport(metrics, traces);
    }

    /// <summary>Sends what has not been sent yet, then ends.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics.Dispose();
    }

    private static void Address(OtlpExporterOptions exporter, Uri collector, string path)
    {
        var grpc = collector.Port == GrpcPort && collector.AbsolutePath is "/";
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = grpc ? collector : new Uri(collector.ToString().TrimEnd('/') + "/" + path);
    }
}
