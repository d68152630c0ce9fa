using Microsoft.AspNetCore.Http;
using Weir.Gateway.Findings;
using Weir.Policy;
using Weir.Traffic.Text;

namespace Weir.Gateway.Admin;

/// <summary>An act as an operator wrote it, into the entry that it becomes, or what is wrong with it.</summary>
internal static class ActReading
{
    private const int MostText = 4_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public readonly record struct Result(PolicyEntry? Entry, int Status, string? Fault);

    public static Result Read(ActRequest asked, Operator by, ResponsePolicy policy, StandingBook book, DateTimeOffset now)
    {
        if (asked.Act is "verify" or "unverify" ? !by.MayConfirm : asked.Act is "grant" or "revoke" ? !by.MayAll : !by.MayDecide)
            return new(null, StatusCodes.Status403Forbidden, NotAllowed(by, asked.Act).Fault);
        if (ReasonOf(asked) is not { } reason)
            return Bad("Every act needs a reason.");
        TimeSpan? length = null;
        if (asked.For is { } written)
        {
            if (!DurationText.TryParse(written, out var read) || read <= TimeSpan.Zero || read > Longest)
                return Bad("'for' is a whole number with m, h or d, such as 12h or 7d.");
            length = read;
        }

        var entry = new PolicyEntry
        {
            Id = References.New(now), Time = now, Kind = EntryKind.Noted, Reason = reason, Text = asked.Text is { Length: <= MostText } text ? text : null, Clause = asked.Clause, Mode = policy.Mode,
            Actor = by == Operator.Local && asked.Actor is { Length: > 0 and <= 100 } named ? $"local ({named})" : by.Name, Until = length is { } span ? now + span : null,
        };
        return asked.Act switch
        {
            "approve" or "decline" => Proposal(asked, entry, policy, book, now),
            "answer" => Answer(asked, entry, book),
            "revoke" => asked.Id is { } id && book.LicenceOf(id) is not null ? Good(entry with { Kind = EntryKind.LicenceRevoked, About = id }) : Missing("No licence has this id."),
            "grant" => Grant(asked, entry, now),
            _ => OnSubject(asked, entry, book, now),
        };
    }

    public static ActOutcome NotAllowed(Operator by, string act) => ActOutcome.No(StatusCodes.Status403Forbidden, $"The role of '{by.Name}' does not allow '{act}'.");

    public static string? ReasonOf(ActRequest asked) => asked.Reason is { Length: > 0 and <= MostText } reason && !string.IsNullOrWhiteSpace(reason) ? reason : null;

    private static Result OnSubject(ActRequest asked, PolicyEntry entry, StandingBook book, DateTimeOffset now)
    {
        if (!Subject.TryKind(asked.SubjectKind ?? "account", out var kind))
            return Bad("'subject_kind' is one of account, end_user, organization, campaign.");
        if (asked.Subject is not { } name || !FactLines.IsName(name) || (kind == SubjectKind.EndUser) != (asked.Of is not null))
            return Bad("'subject' names whom the act is about; an end user's account stands in 'of'.");
        entry = entry with { SubjectKind = kind, Subject = name, Of = asked.Of };
        var standing = book.Of(entry.Whom!.Value);
        switch (asked.Act)
        {
            case "set":
                if (!Postures.TryParse(asked.Posture, out var posture))
                    return Bad("'posture' is one of open, watch, slow, narrow, verify, suspend.");
                if (entry.Until is null)
                    return Bad("'for' says how long the decision holds; nobody's word holds for ever.");
                return Good(entry with { Kind = EntryKind.PostureSet, Posture = posture, From = standing?.At(now) ?? Posture.Open });
            case "clear":
                return standing is null ? Missing("Nothing was decided about this subject.") : Good(entry with { Kind = EntryKind.PostureCleared, Posture = Posture.Open, From = standing.At(now), Until = null });
            case "note":
                return entry.Text is null ? Bad("'text' is the note.") : Good(entry);
            case "verify" or "unverify" or "trust" or "untrust" when kind != SubjectKind.Account:
                return Bad("Only accounts are verified or trusted.");
            case "verify":
                return Good(entry with { Kind = EntryKind.Verified });
            case "unverify":
                return Good(entry with { Kind = EntryKind.Unverified });
            case "trust":
                return Good(entry with { Kind = EntryKind.Trusted });
            case "untrust":
                return Good(entry with { Kind = EntryKind.Untrusted });
            default:
                return Bad("'act' is one of set, clear, approve, decline, verify, unverify, trust, untrust, grant, revoke, answer, note, redeliver, dismiss.");
        }
    }

    private static Result Proposal(ActRequest asked, PolicyEntry entry, ResponsePolicy policy, StandingBook book, DateTimeOffset now)
    {
        if (book.Proposals.FirstOrDefault(one => string.Equals(one.Id, asked.Id, StringComparison.Ordinal)) is not { } proposal)
            return Missing("No proposal waits under this id.");
        if (now >= proposal.Time + policy.Hold.ProposalsFor)
            return new(null, StatusCodes.Status409Conflict, "The proposal is too old; what led to it may no longer hold. If it does, it is made again.");
        var rule = policy.Rules.FirstOrDefault(rule => string.Equals(rule.Name, proposal.Rule, StringComparison.Ordinal));
        entry = entry with
        {
            SubjectKind = proposal.Whom.Kind, Subject = proposal.Whom.Name, Of = proposal.Whom.Of, Rule = proposal.Rule, Clause = proposal.Clause, About = proposal.Id, Campaign = proposal.Campaign, Certainty = proposal.Certainty,
        };
        return asked.Act is "decline"
            ? Good(entry with { Kind = EntryKind.Declined, Until = entry.Until ?? now + policy.Hold.DeclinedFor })
            : Good(entry with { Kind = EntryKind.Approved, Posture = proposal.Posture, From = book.Of(proposal.Whom)?.At(now), Until = entry.Until ?? now + (rule?.For ?? TimeSpan.FromDays(7)), Because = proposal.Because });
    }

    private static Result Answer(ActRequest asked, PolicyEntry entry, StandingBook book)
    {
        if (asked.Id is not { } id || book.PleaOf(id) is not { } plea)
            return Missing("Nothing that a customer sent has this id.");
        if (plea.Answer is { } given)
            return new(null, StatusCodes.Status409Conflict, $"It was answered already, by {given.Actor}.");
        if (entry.Text is null)
            return Bad("'text' is what the customer is told.");
        return Good(entry with { Kind = EntryKind.Answered, About = id, SubjectKind = plea.Entry.SubjectKind, Subject = plea.Entry.Subject, Of = plea.Entry.Of });
    }

    private static Result Grant(ActRequest asked, PolicyEntry entry, DateTimeOffset now)
    {
        if (asked.Subject is not { } name || !FactLines.IsName(name) || asked.SubjectKind is not (null or "account" or "organization"))
            return Bad("'subject' names the account, or with subject_kind the organization, that gets the licence.");
        foreach (var kind in asked.Kinds ?? [])
        {
            if (kind is not "other" && !AskKindNames.TryParse(kind, out _))
                return Bad($"'{kind}' is no kind of ask; kinds are {string.Join(", ", AskKindNames.All.ToArray())}.");
        }

        if (asked.Tokens is <= 0)
            return Bad("'tokens' is a number of output tokens.");
        var organization = asked.SubjectKind is "organization";
        var licence = new Licence
        {
            Id = entry.Id, Account = organization ? null : name, Organization = organization ? name : null, Models = asked.Models ?? [], Kinds = asked.Kinds ?? [], Tokens = asked.Tokens, From = now, Until = entry.Until,
        };
        return Good(entry with { Kind = EntryKind.LicenceGranted, SubjectKind = organization ? SubjectKind.Organization : SubjectKind.Account, Subject = name, Licence = licence });
    }

    private static Result Good(PolicyEntry entry) => new(entry, StatusCodes.Status200OK, null);

    private static Result Bad(string fault) => new(null, StatusCodes.Status400BadRequest, fault);

    private static Result Missing(string fault) => new(null, StatusCodes.Status404NotFound, fault);
}
