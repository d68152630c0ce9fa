using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Gateway.Admin;

/// <summary>
/// For whoever starts and stops the gateway. Live: the process answers. Ready: send it calls. Both are open to all who
/// reach the port, and say no more than names of conditions.
/// </summary>
internal static class HealthRoutes
{
    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        routes.MapGet("/health/live", static () => Results.Text("live\n"));
        routes.MapGet("/health/ready", () =>
        {
            var missing = parts.Readiness.Missing();
            return missing.Count == 0
                ? Results.Text("ready\n")
                : Results.Text("not ready: " + string.Join(", ", missing.Keys) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
