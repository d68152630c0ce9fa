using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Admin;

internal static class MetricsRoute
{
    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts) =>
        routes.MapGet("/metrics", () => Results.Text(PrometheusText.Write(parts.Metrics.Collect(), parts.Time), PrometheusText.ContentType));
}
