using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Policy;

namespace Weir.Gateway.Admin;

/// <summary>What an operator sees of decisions: who stands where and why, what waits for a person, licences, and the policy in force.</summary>
internal static class PostureRoutes
{
    private const int MostListed = 10_000;

    public static void Map(IEndpointRouteBuilder routes, GatewayParts parts)
    {
        var desk = parts.Policy;
        routes.MapGet("/api/postures", (HttpContext http) =>
        {
            var all = http.Request.Query["all"] == "1";
            return Results.Json(desk.Look((book, _, _) => book.Standings.Values.Where(one => all || one.At(desk.Now) != Posture.Open || one.Word is not null)
                .OrderByDescending(one => one.At(desk.Now)).ThenBy(static one => one.Whom.Name, StringComparer.Ordinal).Take(MostListed).Select(one => Row.From(one, desk.Now)).ToArray()), AdminJson.Options);
        });
        routes.MapGet("/api/postures/{kind}/{name}", (string kind, string name, HttpContext http) =>
        {
            if (!Subject.TryKind(kind, out var subject))
                return Results.Json(new { error = "The kind is one of account, end_user, organization, campaign." }, AdminJson.Options, statusCode: StatusCodes.Status400BadRequest);
            var whom = new Subject(subject, name, http.Request.Query["of"] is { Count: > 0 } of ? of.ToString() : null);
            var look = desk.Look((book, exposures, ties) => new
            {
                standing = book.Of(whom) is { } standing ? Row.From(standing, desk.Now) : null,
                exposure = exposures.Of(name, desk.Now),
                campaign = ties.Of(name),
                licences = book.Licences.Where(one => one.Licence.IsOf(name, null)).Select(static one => new { one.Licence, one.Used }).ToArray(),
                notes = book.NotesOf(whom).ToArray(),
                sent = book.Pleas.Where(plea => plea.Entry.Whom == whom).ToArray(),
            });
            return Results.Json(look, PolicyEntryJson.Options);
        });
        routes.MapGet("/api/proposals", () => Results.Json(desk.Look((book, _, _) => book.Proposals
            .Where(one => desk.Now < one.Time + desk.File.Current.Policy.Hold.ProposalsFor).OrderByDescending(static one => one.Posture).ThenBy(static one => one.Time).Take(MostListed).ToArray()), PolicyEntryJson.Options));
        routes.MapGet("/api/licences", () => Results.Json(desk.Look((book, _, _) => book.Licences.Select(static one => new { one.Licence, one.Used, one.MeteredTo }).ToArray()), PolicyEntryJson.Options));
        routes.MapGet("/api/appeals", (HttpContext http) =>
        {
            var all = http.Request.Query["all"] == "1";
            return Results.Json(desk.Look((book, _, _) => book.Pleas.Where(plea => all || plea.Answer is null).OrderBy(static plea => plea.Entry.Time).Take(MostListed).ToArray()), PolicyEntryJson.Options);
        });
        routes.MapGet("/api/notices", () => Results.Json(new { webhooks = parts.Notices.Webhooks, findings_not_written = parts.Notices.Unwritten }, AdminJson.Options));
        routes.MapGet("/api/policy", () => Results.Json(
            new
            {
                file = desk.File.Current.File, hash = desk.File.Current.Hash, mode = desk.File.Current.Policy.Mode, rules = desk.File.Current.Policy.Rules.Count,
                faults = desk.File.Faults.Count == 0 ? null : desk.File.Faults.Select(static fault => fault.OneLine).ToArray(),
                decisions = desk.Log.Written, failing = desk.Log.IsFailing, held_back = desk.HeldBack,
            }, PolicyEntryJson.Options));
    }

    /// <summary>A standing, flat.</summary>
    private sealed record Row
    {
        public required string SubjectKind { get; init; }
        public required string Subject { get; init; }
        public string? Of { get; init; }
        public required Posture Posture { get; init; }
        public DateTimeOffset Since { get; init; }
        public DateTimeOffset? Until { get; init; }
        public string? Decision { get; init; }
        public string? DecidedBy { get; init; }
        public string? Reason { get; init; }
        public string? Rule { get; init; }
        public string? Clause { get; init; }
        public string? Campaign { get; init; }
        public IReadOnlyList<string>? Because { get; init; }
        public Posture Machine { get; init; }
        public bool? Verified { get; init; }
        public bool? Trusted { get; init; }
        public string? Proposal { get; init; }

        public static Row From(Standing one, DateTimeOffset now)
        {
            var word = one.WordAt(now);
            return new Row
            {
                SubjectKind = one.Whom.KindWord, Subject = one.Whom.Name, Of = one.Whom.Of, Posture = one.At(now), Since = word?.Since ?? one.Since, Until = word is null ? one.Until : word.Until,
                Decision = one.DecisionAt(now), DecidedBy = word?.Actor ?? (one.Approved ? "approved" : "weir"), Reason = word?.Reason, Rule = one.Rule, Clause = one.Clause, Campaign = one.Campaign,
                Because = one.Because.Count == 0 ? null : one.Because, Machine = one.Machine, Verified = one.Verified, Trusted = one.Trusted ? true : null, Proposal = one.Proposal?.Id,
            };
        }
    }
}
