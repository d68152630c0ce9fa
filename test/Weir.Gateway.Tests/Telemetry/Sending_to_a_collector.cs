using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Weir.Gateway.Configuration;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Xunit;
using Endpoint = Weir.Traffic.Dialects.Endpoint;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class Sending_to_a_collector
{
    [Fact]
    public async Task Metrics_and_a_trace_of_each_sampled_call_arrive_by_OTLP()
    {
        await using var collector = ScriptedUpstream.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n");
        using (OtlpExport.Start(new TelemetryConfig { Otlp = collector.Address, TraceShare = 1 }))
        {
            GatewayMeter.CallBegan();
            GatewayMeter.Record(new ExchangeDraft
            {
                Time = DateTimeOffset.UnixEpoch.AddYears(50), Endpoint = new Endpoint(Dialect.OpenAiChat, Provider.OpenAi), Model = "tuned-7b", Upstream = "local",
                Status = 200, LatencyMs = 812, Usage = new Usage(500, 250),
            });
            // What has not been sent goes out at the end.
        }

        var (metrics, traces) = (Sent(collector, "/v1/metrics"), Sent(collector, "/v1/traces"));
        Assert.Contains("gen_ai.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("weir.exchanges", metrics, StringComparison.Ordinal);
        Assert.Contains("chat tuned-7b", traces, StringComparison.Ordinal);
        Assert.Contains("gen_ai.usage.output_tokens", traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_at_the_port_of_gRPC_is_spoken_to_in_gRPC()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 4317, static options => options.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        var calls = new ConcurrentQueue<string>();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            calls.Enqueue($"{http.Request.Protocol} {http.Request.ContentType} {http.Request.Path} {Encoding.Latin1.GetString(body.ToArray())}");
            http.Response.ContentType = "application/grpc";
            // A message of no bytes, and that all went well.
            await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        try
        {
            await collector.StartAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            Assert.Skip("Port 4317, which gRPC collectors have by convention, is taken on this machine.");
        }

        using (OtlpExport.Start(new TelemetryConfig { Otlp = new Uri("http://127.0.0.1:4317"), TraceShare = 1 }))
            GatewayMeter.Record(new ExchangeDraft { Time = DateTimeOffset.UnixEpoch.AddYears(50), Endpoint = new Endpoint(Dialect.OpenAiChat, Provider.OpenAi), Model = "tuned-8b", Status = 200 });
        Assert.Contains(calls, static call => call.StartsWith("HTTP/2 application/grpc /opentelemetry.proto.collector.metrics.v1.MetricsService/Export", StringComparison.Ordinal) && call.Contains("weir.exchanges", StringComparison.Ordinal));
        Assert.Contains(calls, static call => call.Contains("TraceService/Export", StringComparison.Ordinal) && call.Contains("chat tuned-8b", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_sent_where_no_collector_is_named() => Assert.Null(OtlpExport.Start(new TelemetryConfig()));

    private static string Sent(ScriptedUpstream collector, string path) =>
        string.Concat(collector.Requests.Where(request => request.Line.StartsWith("POST " + path + " ", StringComparison.Ordinal)).Select(static request => Encoding.Latin1.GetString(request.Body)));
}
