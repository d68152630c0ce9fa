using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Traffic;

namespace Weir.Console.Accounts.Calls;

/// <summary>
/// An account's calls as the journal has them, and one of them with its texts where they were kept. A text is shown to whoever may decide, for a reason,
/// and after an entry of the ledger that says who looked at which call and why is durable: each time anew.
/// </summary>
internal sealed class CallPages
{
    private const string One = "/accounts/-/call";
    private const int MostReason = 4_000;

    private readonly AccountCalls _calls;

    private CallPages(ConsolePages pages) => _calls = new AccountCalls(pages.Gateway);

    public static void Map(ConsolePages pages)
    {
        var own = new CallPages(pages);
        pages.Get("/accounts/-/calls", static who => who.MayLook, own.ListAsync);
        pages.Get(One, static who => who.MayLook, own.OneAsync);
        pages.Post(One, static who => who.MayDecide, own.ReadAsync);
    }

    /// <summary>The names of accounts stand in the question: no path holds all of them.</summary>
    public static string ListAddress(string account, CallPlace? before = null) =>
        "/accounts/-/calls?of=" + Uri.EscapeDataString(account) + (before is { } place ? "&before=" + Uri.EscapeDataString(place.ToString()) : "");

    public static string Address(string account, CallPlace place) => $"{One}?of={Uri.EscapeDataString(account)}&at={Uri.EscapeDataString(place.ToString())}";

    private async Task<IResult> ListAsync(Visit visit)
    {
        if (visit.Asked("of") is not { } account || account.Length > 512)
            return visit.Missing("No account can be called this.");
        var before = CallPlace.Of(visit.Asked("before"));
        var began = TimeProvider.System.GetTimestamp();
        var list = await _calls.NewestAsync(account, before, visit.Cancel);
        return visit.Page<CallsView, CallsModel>("Calls of " + account, new CallsModel(account, list, before is not null, TextKeeping.Of(visit.Gateway), TimeProvider.System.GetElapsedTime(began)));
    }

    private async Task<IResult> OneAsync(Visit visit)
    {
        if (visit.Asked("of") is not { } account || CallPlace.Of(visit.Asked("at")) is not { } place || await _calls.FindAsync(account, place, visit.Cancel) is not { } call)
            return Gone(visit);
        // Without the texts: they are not even in the model.
        return visit.Page<CallView, CallModel>("A call of " + account, new CallModel(account, call with { Exchange = call.Exchange with { PromptText = null, AnswerText = null } }, TextKeeping.Of(visit.Gateway), Entry: null));
    }

    private async Task<IResult> ReadAsync(Visit visit, IFormCollection form)
    {
        if (CallPlace.Of(form["at"]) is not { } place || form["account"].ToString() is not { Length: > 0 } account || await _calls.FindAsync(account, place, visit.Cancel) is not { } call)
            return Gone(visit);
        if (form["reason"].ToString().Trim() is not { Length: > 0 and <= MostReason } reason)
            return visit.Back(Address(account, place), "Texts are read for a reason: write it into its field.", wrong: true);
        if (!call.HasText)
            return visit.Back(Address(account, place), "No text of this call was kept.", wrong: true);
        var (entry, refusal) = await RecordedAct.KeepAsync(visit, new { act = "read_text", account, call = call.Exchange.Id, time = call.Exchange.Time.UtcDateTime, at = place.ToString(), actor = visit.Who.Name, reason });
        return refusal is null
            ? visit.Page<CallView, CallModel>("A call of " + account, new CallModel(account, call, TextKeeping.Of(visit.Gateway), entry))
            : visit.Refuse(StatusCodes.Status507InsufficientStorage, $"Nothing is shown: that you look at it could not be kept in the ledger, because {refusal}.");
    }

    private static IResult Gone(Visit visit) => visit.Missing("The journal does not hold this call any more: it has expired, or was erased.");
}

/// <summary>Why there are texts, or why not.</summary>
public sealed record TextKeeping(bool Journal, bool Content, bool Ledger)
{
    internal static TextKeeping Of(Weir.Gateway.GatewayParts gateway) =>
        new(gateway.Config.Current.Journal.Enabled, gateway.Config.Current.Journal.Content, gateway.Ledger is { IsEnabled: true, Writer: not null });
}

public sealed record CallsModel(string Account, CallList List, bool IsContinued, TextKeeping Keeping, TimeSpan Took);

/// <param name="Entry">Of the ledger, that says that the texts were looked at; null: they are not shown.</param>
public sealed record CallModel(string Account, AccountCall Call, TextKeeping Keeping, long? Entry)
{
    public Exchange Exchange => Call.Exchange;
}
