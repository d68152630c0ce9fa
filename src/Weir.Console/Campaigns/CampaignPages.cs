using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Console.Campaigns.Evidence;
using Weir.Console.Serving;
using Weir.Console.Shell;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Detection.Campaigns;
using Weir.Gateway.Admin;
using Weir.Policy;

namespace Weir.Console.Campaigns;

/// <summary>Accounts that act as one: all such groups, and the page of each.</summary>
internal sealed class CampaignPages
{
    private const string Icon = "M5 6a2 2 0 100-4 2 2 0 000 4zM15 7a2 2 0 100-4 2 2 0 000 4zM10 18a2 2 0 100-4 2 2 0 000 4zM6 5.5l3 8.5M14 6.5l-3 7.5M7 4.5l6 .4";
    /// <summary>Approved at once; more than a thousand decisions are for a rule to make.</summary>
    private const int MostTogether = 1_000;

    private readonly CampaignSights _sights;
    private readonly EvidenceRoom? _evidence;

    private CampaignPages(ConsolePages pages, MakePack? packs) =>
        (_sights, _evidence) = (new CampaignSights(pages.Gateway), packs is null ? null : new EvidenceRoom(pages, packs));

    /// <param name="packs">Puts evidence together; null: it is not offered.</param>
    public static void Map(ConsolePages pages, MakePack? packs)
    {
        var campaigns = new CampaignPages(pages, packs);
        campaigns._evidence?.Map();
        pages.Section(new Section("/campaigns", "Campaigns", 'c', Icon));
        pages.Get("/campaigns", static who => who.MayLook, ListAsync);
        pages.Get("/campaigns/{id}", static who => who.MayLook, campaigns.OneAsync);
        pages.Get("/campaigns/{id}/picture", static who => who.MayLook, campaigns.PictureAsync);
        pages.Post("/campaigns/{id}/acts", static who => who.MayDecide, ActAsync);
        pages.Live.Add("campaigns", async cancel => await pages.Gateway.Detection.LookAsync(static analysis => analysis.CampaignGlances(), cancel) is { } glances
            ? JsonSerializer.Serialize(new
            {
                book = pages.Gateway.Policy.Look(static (book, _, _) => book.Version),
                campaigns = glances.ToDictionary(static one => one.Campaign, static one => $"{one.Verdict} {one.Accounts} {one.Exchanges}", StringComparer.Ordinal),
            })
            : null);
    }

    private static async Task<IResult> ListAsync(Visit visit)
    {
        if (await visit.Gateway.Detection.LookAsync(static analysis => analysis.CampaignGlances(all: true), visit.Cancel) is not { } glances)
            return visit.Busy();
        var query = CampaignsQuery.Of(visit);
        var desk = visit.Gateway.Policy;
        var rows = desk.Look((book, _, _) =>
        {
            var waiting = book.Proposals.Where(static one => one.Campaign is not null || one.Whom.Kind == SubjectKind.Campaign).CountBy(static one => one.Campaign ?? one.Whom.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            var held = book.Standings.Values.Where(one => one.Campaign is not null && one.At(desk.Now) > Posture.Watch).CountBy(static one => one.Campaign!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return glances.Select(one =>
            {
                var standing = book.Of(new Subject(SubjectKind.Campaign, one.Campaign));
                return new CampaignRow(one, standing?.WordAt(desk.Now), standing?.At(desk.Now) ?? Posture.Open, waiting.GetValueOrDefault(one.Campaign), held.GetValueOrDefault(one.Campaign));
            }).ToList();
        });
        CampaignRow[] found = [.. query.Ordered(rows.Where(query.Fits))];
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (found.Length + CampaignsQuery.PageSize - 1) / CampaignsQuery.PageSize));
        return visit.Page<CampaignsView, CampaignsModel>("Campaigns", new CampaignsModel(
            [.. found.Skip((page - 1) * CampaignsQuery.PageSize).Take(CampaignsQuery.PageSize)], query with { Page = page }, found.Length,
            Enum.GetValues<CampaignsShown>().ToDictionary(static which => which, which => rows.Count((query with { Shown = which }).Fits))));
    }

    private async Task<IResult> OneAsync(Visit visit)
    {
        var id = visit.Route("id");
        var (busy, found) = await _sights.LookAsync(id, visit.Cancel);
        if (found is not { } sight)
            return busy ? visit.Busy() : visit.Missing("There is no campaign of this id. It may have fallen apart: who belongs together is looked at anew every day.");
        if (!string.Equals(sight.Id, id, StringComparison.Ordinal))
            return visit.To(Pieces.Links.Campaign(sight.Id));
        var list = MemberList.Read(visit.Asked);
        var places = list.Places(sight);
        var page = list.PageOf(places);
        var shown = places.Skip((page - 1) * MemberList.PerPage).Take(MemberList.PerPage).ToList();
        var asked = await visit.Gateway.Detection.LookAsync(
            analysis => new Asked(
                analysis.MembersOf(id, [.. shown.Select(place => sight.Bonds.Accounts[place].Account)]),
                [.. sight.Bonds.Accounts.Where(static one => one.Belonging == Belonging.Member).Select(one => (one.Account, analysis.FactsOf(one.Account)))]),
            visit.Cancel);
        if (asked is null)
            return visit.Busy();
        var why = asked.Because.ToDictionary(static member => member.Account, static member => member.Because, StringComparer.Ordinal);
        var desk = visit.Gateway.Policy;
        var (rows, decisions) = desk.Look((book, _, _) => (
            shown.ConvertAll(place => new MemberRow(place, sight.Bonds.Accounts[place], why.GetValueOrDefault(sight.Bonds.Accounts[place].Account) ?? [], book.Of(Subject.Account(sight.Bonds.Accounts[place].Account))?.At(desk.Now) ?? Posture.Open)),
            CampaignDecisions.Of(book, sight, desk.File.Current.File is null ? null : desk.File.Current.Policy.Mode, desk.File.Current.Policy.Hold.ProposalsFor, desk.Now) with
            {
                Spared = asked.Members.Count(one => Known.Of(desk.File.Current.Policy.Trust, one.Facts, book.Of(Subject.Account(one.Account)), licensed: false, desk.Now).Trusted),
            }));
        return visit.Page<CampaignView, CampaignModel>("Campaign " + id, new CampaignModel(sight, list, rows, page, places.Count, decisions, visit.Who.MayDecide, _evidence is not null, _evidence?.StateOf(id)));
    }

    private sealed record Asked(IReadOnlyList<CampaignMember> Because, IReadOnlyList<(string Account, AccountFacts? Facts)> Members);

    private async Task<IResult> PictureAsync(Visit visit)
    {
        var (busy, sight) = await _sights.LookAsync(visit.Route("id"), visit.Cancel);
        if (sight is null)
            return Results.StatusCode(busy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status404NotFound);
        return new PictureResult(_sights.Picture(sight));
    }

    private static async Task<IResult> ActAsync(Visit visit, IFormCollection form)
    {
        var id = visit.Route("id");
        var (acts, done) = (visit.Gateway.Acts, "");
        var reason = form["reason"].ToString();
        ActOutcome outcome;
        switch (form["act"].ToString())
        {
            case "set":
                outcome = await acts.ActAsync(new ActRequest { Act = "set", SubjectKind = "campaign", Subject = id, Posture = form["posture"].ToString(), For = form["for"].ToString(), Reason = reason }, visit.Who);
                done = $"Decided: {form["posture"]} for all accounts of the campaign.";
                break;
            case "clear":
                outcome = await acts.ActAsync(new ActRequest { Act = "clear", SubjectKind = "campaign", Subject = id, Reason = reason }, visit.Who);
                done = "What was decided about the campaign is taken back.";
                break;
            case "note":
                outcome = await acts.ActAsync(new ActRequest { Act = "note", SubjectKind = "campaign", Subject = id, Text = form["text"].ToString(), Reason = "A note." }, visit.Who);
                done = "The note is kept.";
                break;
            case "approve" or "decline":
                (outcome, done) = await AnswerAsync(visit, form["act"].ToString(), [.. form["id"].OfType<string>()], reason);
                break;
            case "dismiss":
                (outcome, done) = await DismissAsync(visit, id, form["for"].ToString(), form["free"].Count > 0, reason);
                break;
            default:
                return visit.Refuse(StatusCodes.Status400BadRequest, "This form asks for nothing that can be done here.");
        }

        return visit.Back(Pieces.Links.Campaign(id) + "#decide", outcome.Done ? done : outcome.Fault!, wrong: !outcome.Done);
    }

    /// <summary>
    /// A person's word that these accounts do nothing wrong together: while it holds the campaign is no ground for the machine, whoever joins it. What waited because of it is declined, and
    /// where that is wished, what the machine decided because of it is taken back; what a person decided of a single account stays.
    /// </summary>
    private static async Task<(ActOutcome Outcome, string Done)> DismissAsync(Visit visit, string id, string length, bool free, string reason)
    {
        var outcome = await visit.Gateway.Acts.ActAsync(new ActRequest { Act = "set", SubjectKind = "campaign", Subject = id, Posture = "open", For = length, Reason = reason }, visit.Who);
        if (!outcome.Done)
            return (outcome, "");
        var because = $"Campaign {id} was dismissed: {reason}";
        because = because.Length > 4_000 ? because[..4_000] : because;
        var (waiting, held) = visit.Gateway.Policy.Look((book, _, _) => (
            book.Proposals.Where(one => string.Equals(one.Campaign, id, StringComparison.Ordinal) || one.Whom == new Subject(SubjectKind.Campaign, id)).Select(static one => one.Id).ToList(),
            book.Standings.Values.Where(one => free && one is { Machine: > Posture.Open, Approved: false, Whom.Kind: SubjectKind.Account } && string.Equals(one.Campaign, id, StringComparison.Ordinal) && one.WordAt(visit.Gateway.Policy.Now) is null).Select(static one => one.Whom.Name).ToList()));
        if (waiting.Count > 0)
            await AnswerAsync(visit, "decline", waiting, because);
        var freed = 0;
        foreach (var account in held.Take(MostTogether))
            freed += (await visit.Gateway.Acts.ActAsync(new ActRequest { Act = "clear", Subject = account, Reason = because }, visit.Who)).Done ? 1 : 0;
        return (outcome, $"Dismissed. {waiting.Count} waiting {(waiting.Count == 1 ? "decision was" : "decisions were")} declined" + (free ? $", and {Words.Accounts(freed)} freed." : "."));
    }

    /// <summary>Each question is answered by itself, so that one that somebody else answered meanwhile stops no other.</summary>
    private static async Task<(ActOutcome Outcome, string Done)> AnswerAsync(Visit visit, string act, IReadOnlyList<string> questions, string reason)
    {
        var last = new ActOutcome(StatusCodes.Status400BadRequest, "No decision was chosen.", []);
        var (done, failed) = (0, 0);
        foreach (var question in questions.Take(MostTogether))
        {
            last = await visit.Gateway.Acts.ActAsync(new ActRequest { Act = act, Id = question, Reason = reason }, visit.Who);
            (done, failed) = last.Done ? (done + 1, failed) : (done, failed + 1);
        }

        return done == 0 ? (last, "") : (new ActOutcome(StatusCodes.Status200OK, null, []), $"{(act is "approve" ? "Approved" : "Declined")}: {done}" + (failed == 0 ? "." : $"; {failed} could not be, because somebody else answered them or they are too old."));
    }

    /// <summary>Asked for again while nothing changed, it is not sent again.</summary>
    private sealed class PictureResult(SentPicture picture) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = picture.ETag;
            response.Headers.CacheControl = "private, no-cache";
            response.Headers.Vary = "Accept-Encoding";
            if (string.Equals(httpContext.Request.Headers.IfNoneMatch.ToString(), picture.ETag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "application/octet-stream";
            if (Packing.Of(httpContext.Request) is Packing.Brotli)
            {
                response.Headers.ContentEncoding = Packing.Brotli;
                // Fast rather than small: who looks at it is near.
                await using var packer = new BrotliStream(response.Body, new BrotliCompressionOptions { Quality = 1 }, leaveOpen: true);
                await packer.WriteAsync(picture.Bytes, httpContext.RequestAborted);
            }
            else
            {
                response.ContentLength = picture.Bytes.Length;
                await response.Body.WriteAsync(picture.Bytes, httpContext.RequestAborted);
            }
        }
    }
}
