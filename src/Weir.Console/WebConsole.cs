using Microsoft.AspNetCore.Builder;
using Weir.Console.Access;
using Weir.Console.Accounts;
using Weir.Console.Campaigns;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Drills;
using Weir.Console.Inbox;
using Weir.Console.LedgerPages;
using Weir.Console.Live;
using Weir.Console.Overview;
using Weir.Console.Policies;
using Weir.Console.Serving;
using Weir.Console.Shell;
using Weir.Gateway;

namespace Weir.Console;

/// <summary>The console: every page of it, in the order of the navigation. The program gives it to <c>GatewayApp.Build</c>.</summary>
public static class WebConsole
{
    public static void Map(WebApplication admin, GatewayParts gateway) => Map(admin, gateway, null);

    /// <param name="drills">Where drills may be started; null: there is no page of them.</param>
    /// <param name="packs">Puts evidence together; null: no page offers it.</param>
    public static void Map(WebApplication admin, GatewayParts gateway, IDrillGround? drills, MakePack? packs = null)
    {
        var pages = new ConsolePages(admin, gateway);
        AssetRoutes.Map(admin);
        LoginPages.Map(pages);
        ThemeRoute.Map(pages);
        LiveRoute.Map(pages);

        var inbox = new InboxReading(gateway);
        OverviewPage.Map(pages, inbox);
        CampaignPages.Map(pages, packs);
        AccountPages.Map(pages);

        var ledger = new LedgerIndex(gateway.Ledger);
        PolicyPages.Map(pages, ledger);
        InboxPage.Map(pages, inbox);
        LedgerPage.Map(pages, ledger);
        if (drills is not null)
            DrillPage.Map(pages, drills);

        pages.Rest();
    }
}
