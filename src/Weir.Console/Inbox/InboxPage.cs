using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Console.Shell;
using Weir.Gateway.Admin;
using Weir.Policy;

namespace Weir.Console.Inbox;

/// <summary>The inbox: what waits for a person, why, and the ways to decide it. Every decision is an act, as on <c>/api/acts</c>.</summary>
internal sealed class InboxPage
{
    public const string Topic = "inbox";
    private const string Icon = "M3 11h4l1 3h4l1-3h4M3 11l3-7h8l3 7v5H3z";

    private readonly InboxReading _inbox;

    private InboxPage(InboxReading inbox) => _inbox = inbox;

    public static void Map(ConsolePages pages, InboxReading inbox)
    {
        var page = new InboxPage(inbox);
        pages.Section(new Section("/inbox", "Inbox", 'i', Icon) { Waiting = _ => inbox.Count });
        pages.Get("/inbox", static who => who.MayLook, page.ListAsync);
        pages.Get("/inbox/{id}", static who => who.MayLook, page.OneAsync);
        pages.Post("/inbox/{id}", static who => who.MayDecide, page.DecideAsync);
        pages.Live.Add(Topic, _ => Task.FromResult<string?>(inbox.Count.ToString(CultureInfo.InvariantCulture)));
    }

    private Task<IResult> ListAsync(Visit visit) => Task.FromResult(visit.Page<InboxView, InboxModel>("Inbox", new InboxModel(_inbox.Read(Query(visit)), null, visit.Gateway.Policy.Now)));

    private Task<IResult> OneAsync(Visit visit) => Task.FromResult(_inbox.Find(visit.Route("id")) is { } item
        ? visit.Page<InboxView, InboxModel>("Inbox", new InboxModel(_inbox.Read(Query(visit)), item, visit.Gateway.Policy.Now))
        : visit.Missing("Nothing waits under this reference: it was decided, or lapsed. The ledger says which."));

    private async Task<IResult> DecideAsync(Visit visit, IFormCollection form)
    {
        var query = Query(visit);
        if (_inbox.Find(visit.Route("id")) is not { } item)
            return visit.Back(query.Address(), "Nothing waits under this reference any more: somebody was quicker, or it lapsed.", wrong: true);
        var acts = InboxActs.Of(item, form["do"].ToString(), new InboxForm(form));
        if (acts.Count == 0)
            return visit.Refuse(StatusCodes.Status400BadRequest, "This cannot be done with it.");
        var outcome = await visit.Gateway.Acts.ActAsync(acts, visit.Who);
        if (outcome.Done)
            return visit.Back(Next(item, query), InboxActs.Said(form["do"].ToString(), item));
        // Whoever comes second sees what the first one decided.
        return outcome.Status is StatusCodes.Status409Conflict or StatusCodes.Status404NotFound
            ? visit.Back(_inbox.Find(item.Id) is null ? query.Address() : query.Address("/inbox/" + Uri.EscapeDataString(item.Id)), $"Not done: {outcome.Fault}", wrong: true)
            : visit.Back(query.Address("/inbox/" + Uri.EscapeDataString(item.Id)), $"Not done: {outcome.Fault}", wrong: true);
    }

    /// <summary>To the one that waits after it, so that a person can work down the list.</summary>
    private string Next(InboxItem done, InboxQuery query)
    {
        Waiting[] others = [.. _inbox.Read(query).Items.Where(one => one.Elsewhere is null && !string.Equals(one.Id, done.Id, StringComparison.Ordinal))];
        var next = others.FirstOrDefault(one => query.Newest ? one.Since <= done.Since : one.Since >= done.Since) ?? others.FirstOrDefault();
        return next is null ? query.Address() : query.Address("/inbox/" + Uri.EscapeDataString(next.Id));
    }

    private static InboxQuery Query(Visit visit) => new()
    {
        Kind = Enum.TryParse<WaitingKind>(visit.Asked("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
        Find = visit.Asked("find") is { Length: <= 200 } find ? find : null,
        Newest = visit.Asked("order") is "newest",
        Page = int.TryParse(visit.Asked("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
    };
}
