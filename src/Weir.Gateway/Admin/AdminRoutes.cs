using Microsoft.AspNetCore.Builder;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Admin;

/// <summary>Everything that the admin port answers: the guard in front, then the one place where its routes are listed.</summary>
public static class AdminRoutes
{
    public static void Map(WebApplication admin, GatewayParts parts)
    {
        admin.Use(new AdminGuard(parts.Operators, new SignedCalls(parts.Config, parts.Time)).HandleAsync);
        HealthRoutes.Map(admin, parts);
        MetricsRoute.Map(admin, parts);
        StatusRoute.Map(admin, parts);
        FindingsRoute.Map(admin, parts);
        CampaignRoutes.Map(admin, parts);
        AccountRoutes.Map(admin, parts);
        ErasureRoutes.Map(admin, parts);
        PostureRoutes.Map(admin, parts);
        ReferenceRoute.Map(admin, parts);
        ActsRoute.Map(admin, parts);
        LedgerRoutes.Map(admin, parts.Ledger, parts.Witnesses);
    }
}
