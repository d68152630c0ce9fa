using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Detection;
using Weir.Gateway.Admin;

namespace Weir.Console.Accounts;

internal static class AccountPages
{
    private const string Icon = "M10 10a3 3 0 100-6 3 3 0 000 6zM4 17c0-3 2.5-5 6-5s6 2 6 5";
    private const int Most = 50;

    public static void Map(ConsolePages pages)
    {
        pages.Section(new Section("/accounts", "Accounts", 'a', Icon));
        pages.Get("/accounts", static who => who.MayLook, ListAsync);
        pages.Get("/accounts/{account}", static who => who.MayLook, OneAsync);
    }

    private static async Task<IResult> ListAsync(Visit visit) =>
        await visit.Gateway.Detection.LookAsync(static analysis => analysis.Findings(all: true, Most, out _), visit.Cancel) is { } findings
            ? visit.Page<AccountsView, IReadOnlyList<Finding>>("Accounts", findings)
            : visit.Busy();

    private static async Task<IResult> OneAsync(Visit visit)
    {
        if (AccountAddress.Of(visit.Http, "/accounts/") is not { } account)
            return visit.Missing("No account can be called this.");
        var look = await visit.Gateway.Detection.LookAsync(analysis => new AccountModel(account, analysis.Find(account)), visit.Cancel);
        return look is null ? visit.Busy() : look.Finding is null ? visit.Missing("Nothing is known of this account.") : visit.Page<AccountView, AccountModel>(account, look);
    }
}

public sealed record AccountModel(string Account, Finding? Finding);
