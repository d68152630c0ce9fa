using Microsoft.AspNetCore.Builder;
using Weir.Console.Access;
using Weir.Console.Accounts;
using Weir.Console.Live;
using Weir.Console.Overview;
using Weir.Console.Serving;
using Weir.Console.Shell;
using Weir.Gateway;

namespace Weir.Console;

/// <summary>The console: every page of it, in the order of the navigation. The program gives it to <c>GatewayApp.Build</c>.</summary>
public static class WebConsole
{
    public static void Map(WebApplication admin, GatewayParts gateway)
    {
        var pages = new ConsolePages(admin, gateway);
        AssetRoutes.Map(admin);
        LoginPages.Map(pages);
        ThemeRoute.Map(pages);
        LiveRoute.Map(pages);

        OverviewPage.Map(pages);
        AccountPages.Map(pages);

        pages.Rest();
    }
}
