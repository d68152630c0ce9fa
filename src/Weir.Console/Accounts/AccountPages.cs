using Microsoft.AspNetCore.Http;
using Weir.Console.Accounts.Calls;
using Weir.Console.Pieces;
using Weir.Console.Shell;
using Weir.Detection.Accounts;
using Weir.Gateway.Admin;
using Weir.Policy;

namespace Weir.Console.Accounts;

/// <summary>Accounts: a search over all of them, and what is known of one.</summary>
internal sealed class AccountPages
{
    private const string Icon = "M10 10a3 3 0 100-6 3 3 0 000 6zM4 17c0-3 2.5-5 6-5s6 2 6 5";

    private readonly AccountSearch _search;

    private AccountPages(ConsolePages pages) => _search = new AccountSearch(pages.Gateway, new AccountTable(pages.Gateway, pages.Stopping));

    public static void Map(ConsolePages pages)
    {
        var own = new AccountPages(pages);
        pages.Section(new Section("/accounts", "Accounts", 'a', Icon));
        pages.Get("/accounts", static who => who.MayLook, own.ListAsync);
        pages.Get("/accounts/{account}", static who => who.MayLook, OneAsync);
        pages.Post("/accounts/{account}", static who => who.MayDecide, ActAsync);
        pages.Post("/accounts/{account}/erasure", static who => who.MayAll, EraseAsync);
        pages.Post("/accounts/{account}/export", static who => who.MayAll, ExportAsync);
        CallPages.Map(pages);
    }

    private static async Task<IResult> ExportAsync(Visit visit, IFormCollection form)
    {
        if (form["account"].ToString() is not { Length: > 0 and <= 512 } account || form["reason"].ToString().Trim() is not { Length: > 0 } reason)
            return visit.Refuse(StatusCodes.Status400BadRequest, "An account is handed out for a reason.");
        var (_, refusal) = await RecordedAct.KeepAsync(visit, new { act = "export", account, actor = visit.Who.Name, reason });
        // Where the operator wants no ledger, whoever asks for what is kept of them is answered all the same.
        return refusal is null || !visit.Gateway.Ledger.IsEnabled
            ? new AccountExport(visit, account)
            : visit.Refuse(StatusCodes.Status507InsufficientStorage, $"Nothing is handed out: that you ask for it could not be kept in the ledger, because {refusal}.");
    }

    private static async Task<IResult> EraseAsync(Visit visit, IFormCollection form)
    {
        if (form["account"].ToString() is not { Length: > 0 and <= 512 } account || form["reason"].ToString().Trim() is not { Length: > 0 and <= AccountErasure.MostReason } reason)
            return visit.Refuse(StatusCodes.Status400BadRequest, "An account is erased for a reason.");
        var back = Links.Account(account);
        // Typed once more by a person, since it cannot be taken back.
        if (!string.Equals(form["again"].ToString(), "erase", StringComparison.OrdinalIgnoreCase))
            return visit.Back(back, "Nothing was erased: write the word erase into its field.", wrong: true);
        return await AccountErasure.AskAsync(visit.Gateway, account, visit.Who, reason) is { } revoked
            ? visit.Back(back, $"Asked for, and in the ledger: {revoked} keys are revoked; what is stored of the account goes at the next start of the gateway.")
            : visit.Back(back, "The request could not be kept: the data folder cannot be written.", wrong: true);
    }

    private async Task<IResult> ListAsync(Visit visit)
    {
        // A name that no path can hold.
        if (visit.Asked("name") is { } name)
            return await OneAsync(visit, name);
        var query = AccountQuery.Of(visit);
        var began = TimeProvider.System.GetTimestamp();
        var searched = await _search.FindAsync(query, visit.Cancel);
        if (searched.State == TableState.Busy)
            return visit.Busy();
        if (searched.Hits is not { } hits)
        {
            visit.Http.Response.Headers["Refresh"] = "1";
            return visit.Page<AccountsView, AccountsModel>("Accounts", new AccountsModel(query, [], 0, default) { Filling = searched.Progress });
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        var campaigns = await visit.Gateway.Detection.LookAsync(analysis => hits.Rows.Select(row => analysis.MembershipOf(row.Account)?.Campaign).ToArray(), visit.Cancel);
        if (campaigns is null)
            return visit.Busy();
        var now = visit.Gateway.Policy.Now;
        var postures = visit.Gateway.Policy.Look((book, _, _) => hits.Rows.Select(row => book.Of(Subject.Account(row.Account))?.At(now) ?? Posture.Open).ToArray());
        return visit.Page<AccountsView, AccountsModel>("Accounts", new AccountsModel(query, [.. hits.Rows.Select((row, i) => new AccountListed(row, postures[i], campaigns[i]))], hits.All, took) { Age = hits.Age });
    }

    private static Task<IResult> OneAsync(Visit visit) =>
        AccountAddress.Of(visit.Http, "/accounts/") is { } account ? OneAsync(visit, account) : Task.FromResult(visit.Missing("No account can be called this."));

    private static async Task<IResult> OneAsync(Visit visit, string account) =>
        await AccountModel.ReadAsync(visit, account) switch
        {
            null => visit.Busy(),
            { IsKnown: false } => visit.Missing("Nothing is known of this account."),
            var model => visit.Page<AccountView, AccountModel>(account, model),
        };

    /// <summary>Each form names its act; what an act needs and who may do it is told where acts are read.</summary>
    private static async Task<IResult> ActAsync(Visit visit, IFormCollection form)
    {
        string? Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
        if (Field("account") is not { } account)
            return visit.Refuse(StatusCodes.Status400BadRequest, "The form names no account.");
        var act = Field("act") ?? "";
        var outcome = await visit.Gateway.Acts.ActAsync(
            new ActRequest
            {
                Act = act, Subject = account, Posture = Field("posture"), For = Field("for"), Reason = Field("reason"), Text = Field("text"), Id = Field("id"),
                Tokens = long.TryParse(Field("tokens"), out var tokens) ? tokens : null,
            },
            visit.Who);
        var back = Links.Account(account);
        return outcome.Done ? visit.Back(back, $"Done, and in the ledger: {Done(act)}.") : visit.Back(back, outcome.Fault!, wrong: true);
    }

    private static string Done(string act) => act switch
    {
        "set" => "the posture is set",
        "clear" => "the decision is lifted",
        "note" => "the note is kept",
        "verify" => "the account is verified",
        "unverify" => "the verification is taken back",
        "trust" => "the account is trusted",
        "untrust" => "the trust is taken back",
        "grant" => "the licence is granted",
        "revoke" => "the licence is revoked",
        _ => act,
    };
}

/// <summary>One line of the list.</summary>
public sealed record AccountListed(AccountRow Row, Posture Posture, string? Campaign);

public sealed record AccountsModel(AccountQuery Query, IReadOnlyList<AccountListed> Rows, long All, TimeSpan Took)
{
    /// <summary>How long ago the list was true.</summary>
    public TimeSpan Age { get; init; }
    /// <summary>How much of all accounts has been looked through, where that takes a while: 0 to 1.</summary>
    public double? Filling { get; init; }
}
