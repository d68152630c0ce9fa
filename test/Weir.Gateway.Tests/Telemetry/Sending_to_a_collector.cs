using System.Text;
using Weir.Gateway.Configuration;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Watch;
using Weir.TestKit;
using Weir.Traffic;
using Weir.Traffic.Dialects;
using Xunit;

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
    public void Nothing_is_sent_where_no_collector_is_named() => Assert.Null(OtlpExport.Start(new TelemetryConfig()));

    private static string Sent(ScriptedUpstream collector, string path) =>
        string.Concat(collector.Requests.Where(request => request.Line.StartsWith("POST " + path + " ", StringComparison.Ordinal)).Select(static request => Encoding.Latin1.GetString(request.Body)));
}
