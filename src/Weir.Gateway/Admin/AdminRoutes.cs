using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Gateway.Admin;

/// <summary>Everything that the admin port answers.</summary>
public static class AdminRoutes
{
    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        routes.MapGet("/health/live", () => Results.Text("live\n"));
        routes.MapGet("/health/ready", () => parts.Readiness.IsReady ? Results.Text("ready\n") : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
