using System.Globalization;
using System.Text;
using Weir.Gateway;
using Weir.Gateway.Enforcement.Notices;
using Weir.Policy;

namespace Weir.Console.Inbox;

/// <summary>Everything that waits for a person, in one list, whatever part of the gateway it waits in.</summary>
internal sealed class InboxReading(GatewayParts gateway)
{
    /// <summary>Of each kind; more than a person will see to.</summary>
    private const int Most = 10_000;
    /// <summary>Questions about fewer accounts of one campaign stand by themselves.</summary>
    private const int FewApart = 3;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (long Version, int Notices, long At)? _read;
    private IReadOnlyList<Waiting> _all = [];

    public int Count => All().Count;

    /// <summary>How much waits of each kind.</summary>
    public IReadOnlyList<int> Counts => CountsOf(All());

    public InboxSlice Read(InboxQuery query)
    {
        // Who looks for one account finds its own question.
        var all = query.Find is null ? All() : Single();
        var counts = CountsOf(all);
        var fit = all.Where(one => (query.Kind is null || one.Kind == query.Kind) && (query.Find is not { } find || Mentions(one, find)));
        // People before machines: what a webhook did not take hurts nobody who waits.
        var people = fit.OrderBy(static one => one.Kind == WaitingKind.Webhook);
        Waiting[] found = [.. query.Newest ? people.ThenByDescending(static one => one.Since) : people.ThenBy(static one => one.Since)];
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (found.Length + InboxQuery.PageSize - 1) / InboxQuery.PageSize));
        return new InboxSlice([.. found.Skip((page - 1) * InboxQuery.PageSize).Take(InboxQuery.PageSize)], counts, found.Length, query with { Page = page });
    }

    private static int[] CountsOf(IReadOnlyList<Waiting> all)
    {
        var counts = new int[Enum.GetValues<WaitingKind>().Length];
        foreach (var one in all)
            counts[(int)one.Kind]++;
        return counts;
    }

    private static bool Mentions(Waiting one, string find) =>
        one.Id.Contains(find, StringComparison.OrdinalIgnoreCase) || one.Evidence.Contains(find, StringComparison.OrdinalIgnoreCase) || (one.Whom is { } whom && (whom.Name.Contains(find, StringComparison.OrdinalIgnoreCase) || whom.Of?.Contains(find, StringComparison.OrdinalIgnoreCase) is true));

    /// <summary>Read anew when a decision was made; what lapses by itself is gone a second later.</summary>
    private IReadOnlyList<Waiting> All()
    {
        var notices = gateway.Notices.Undelivered;
        lock (_gate)
        {
            var version = gateway.Policy.Look(static (book, _, _) => book.Version);
            if (_read is { } read && read.Version == version && read.Notices == notices.Count && gateway.Time.GetElapsedTime(read.At) < Fresh)
                return _all;
            _all = [.. gateway.Policy.Look((book, exposures, _) => Of(book, exposures)), .. notices.Select(Of)];
            _read = (version, notices.Count, gateway.Time.GetTimestamp());
            return _all;
        }
    }

    private IReadOnlyList<Waiting> Single() => [.. gateway.Policy.Look((book, exposures, _) => Of(book, exposures, together: false)), .. gateway.Notices.Undelivered.Select(Of)];

    private List<Waiting> Of(StandingBook book, ExposureBook exposures, bool together = true)
    {
        var now = gateway.Policy.Now;
        var lapse = gateway.Policy.File.Current.Policy.Hold.ProposalsFor;
        var all = new List<Waiting>();
        var campaigns = new Dictionary<string, List<Proposal>>(StringComparer.Ordinal);
        foreach (var standing in book.Standings.Values)
        {
            if (standing.Proposal is { } proposal && now < proposal.Time + lapse)
            {
                if (together && proposal.Campaign is { } campaign)
                    (System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(campaigns, campaign, out _) ??= []).Add(proposal);
                else if (all.Count < Most)
                    all.Add(Of(proposal));
            }

            if (IsToVerify(standing, now))
                all.Add(Verification(standing, now));
        }

        foreach (var (campaign, proposals) in campaigns)
        {
            if (proposals.Count < FewApart)
                all.AddRange(proposals.Select(Of));
            else
                all.Add(Together(campaign, proposals));
        }

        foreach (var kind in (EntryKind[])[EntryKind.Appealed, EntryKind.LicenceRequested, EntryKind.Reported])
            all.AddRange(book.Pleas.Where(plea => plea.Entry.Kind == kind && plea.Answer is null).Take(Most).Select(plea => Of(plea, book, exposures, now)));
        return all;
    }

    private static bool IsToVerify(Standing standing, DateTimeOffset now) => standing.Whom.Kind == SubjectKind.Account && standing.At(now) == Posture.Verify && standing.Verified != true;

    private static Waiting Of(Proposal proposal) => new(WaitingKind.Approval, proposal.Id, proposal.Time, proposal.Whom, proposal.Posture.Word(), Sentence(proposal.Because) ?? $"Rule {proposal.Rule} is met.", proposal.Posture);

    private static Waiting Together(string campaign, List<Proposal> proposals)
    {
        var (first, hardest) = (proposals.MinBy(static one => one.Time)!, proposals.Max(static one => one.Posture));
        return new(
            WaitingKind.Approval, "campaign-" + campaign, first.Time, new Subject(SubjectKind.Campaign, campaign), hardest.Word(),
            string.Create(CultureInfo.InvariantCulture, $"{proposals.Count:N0} of its accounts, by rule {first.Rule}. {(first.Because is [var because, ..] ? because : "")}"), hardest) { Elsewhere = Pieces.Links.Campaign(campaign) + "#decide" };
    }

    private static Waiting Verification(Standing standing, DateTimeOffset now) => new(
        WaitingKind.Verification, "v-" + Hex(standing.Whom.Name), standing.WordAt(now)?.Since ?? standing.Since, standing.Whom, "who it is",
        standing.WordAt(now) is { } word ? $"Stopped by {word.Actor}: {word.Reason}" : Sentence(standing.Because) ?? $"Stopped by rule {standing.Rule} until it is known who it is.", Posture.Verify);

    private static Waiting Of(Plea plea, StandingBook book, ExposureBook exposures, DateTimeOffset now)
    {
        var entry = plea.Entry;
        var standing = entry.Whom is { } whom ? book.Of(whom) : null;
        return entry.Kind switch
        {
            EntryKind.Appealed => new(WaitingKind.Appeal, entry.Id, entry.Time, entry.Whom, "to be released", Against(standing, now), standing?.At(now)),
            EntryKind.LicenceRequested => new(WaitingKind.Licence, entry.Id, entry.Time, entry.Whom, "a licence to distil", Taken(entry, exposures, now), standing?.At(now)),
            _ => new(WaitingKind.Report, entry.Id, entry.Time, entry.Whom, "abuse reported", entry.About is { } about ? $"Names {about}. Sent without a key." : "Sent without a key; it names no reference."),
        };
    }

    private static string Against(Standing? standing, DateTimeOffset now)
    {
        if (standing is null || standing.At(now) == Posture.Open)
            return "Nothing of its own is held against it now.";
        return standing.WordAt(now) is { } word
            ? $"Set to {word.Posture.Word()} by {word.Actor}: {word.Reason}"
            : $"At {standing.Machine.Word()} by rule {standing.Rule}: {Sentence(standing.Because) ?? "no reason was kept."}";
    }

    private static string Taken(PolicyEntry entry, ExposureBook exposures, DateTimeOffset now) =>
        entry.Subject is { } account && exposures.Of(account, now) is { ThirtyDays: > 0 } taken
            ? string.Create(CultureInfo.InvariantCulture, $"It took {taken.ThirtyDays:N0} new tokens in thirty days{(taken.MainModel is { } model ? $", most from {model}" : "")}.")
            : "It took next to nothing in thirty days.";

    private static Waiting Of(Undelivered letter) => new(WaitingKind.Webhook, letter.Id, letter.Time, null, letter.Event, $"Webhook {letter.Webhook} did not take it: {letter.Why}.");

    /// <summary>The first of the reasons, and how many there are besides.</summary>
    private static string? Sentence(IReadOnlyList<string> because) =>
        because.Count == 0 ? null : because.Count == 1 ? because[0] : $"{because[0].TrimEnd('.')}, and {because.Count - 1} reasons more.";

    /// <summary>Null where nothing has, or had, this id.</summary>
    public InboxItem? Find(string id)
    {
        if (gateway.Notices.Find(id) is { } letter)
            return Item(letter);
        return gateway.Policy.Look((book, exposures, _) =>
        {
            var now = gateway.Policy.Now;
            if (book.PleaOf(id) is { } plea)
                return Item(plea, book, exposures, now);
            if (id.StartsWith("v-", StringComparison.Ordinal) && NameOf(id) is { } name && book.Of(Subject.Account(name)) is { } stopped && IsToVerify(stopped, now))
                return Of(Verification(stopped, now), stopped, book, exposures, now);
            return book.Proposals.FirstOrDefault(one => string.Equals(one.Id, id, StringComparison.Ordinal)) is { } proposal ? Item(proposal, book, exposures, now) : null;
        });
    }

    private InboxItem Item(Undelivered letter) => new()
    {
        Kind = WaitingKind.Webhook, Id = letter.Id, Since = letter.Time, Waiting = Of(letter), About = letter.Notice, Because = [letter.Why], Body = Encoding.UTF8.GetString(letter.Body),
        HookGone = !gateway.Notices.Webhooks.Any(hook => string.Equals(hook.Name, letter.Webhook, StringComparison.Ordinal)),
    };

    private InboxItem Item(Proposal proposal, StandingBook book, ExposureBook exposures, DateTimeOffset now)
    {
        var policy = gateway.Policy.File.Current.Policy;
        var lapses = proposal.Time + policy.Hold.ProposalsFor;
        var item = Of(Of(proposal), book.Of(proposal.Whom), book, exposures, now) with
        {
            Asked = proposal.Posture, Rule = proposal.Rule, Clause = policy.ClauseOf(proposal.Clause), Campaign = proposal.Campaign, Evidence = proposal.Evidence, Because = proposal.Because, LapsesAt = lapses,
        };
        return now < lapses ? item : item with { Waiting = null };
    }

    private InboxItem Item(Plea plea, StandingBook book, ExposureBook exposures, DateTimeOffset now)
    {
        var waiting = Of(plea, book, exposures, now);
        var item = Of(waiting, waiting.Whom is { } whom ? book.Of(whom) : null, book, exposures, now) with { Text = plea.Entry.Text, Contact = plea.Entry.Contact, About = plea.Entry.About, Answer = plea.Answer };
        return plea.Answer is null ? item : item with { Waiting = null };
    }

    private InboxItem Of(Waiting waiting, Standing? standing, StandingBook book, ExposureBook exposures, DateTimeOffset now)
    {
        var item = new InboxItem { Kind = waiting.Kind, Id = waiting.Id, Since = waiting.Since, Whom = waiting.Whom, Waiting = waiting };
        if (waiting.Whom is not { } whom)
            return item;
        var word = standing?.WordAt(now);
        // What holds for its campaign or organization holds for it, and the path knows.
        var onPath = whom.Kind == SubjectKind.Account && gateway.Policy.Snapshot.Accounts.TryGetValue(whom.Name, out var hold) ? hold.Posture : Posture.Open;
        var own = standing?.At(now) ?? Posture.Open;
        return item with
        {
            Held = onPath > own ? onPath : own, HeldSince = word?.Since ?? (own == Posture.Open ? null : standing?.Since), HeldBy = word?.Actor ?? (own == Posture.Open ? null : standing?.Approved == true ? "approved by a person" : "weir"),
            Rule = standing?.Rule, Clause = gateway.Policy.File.Current.Policy.ClauseOf(standing?.Clause), Campaign = standing?.Campaign, Because = word is null ? standing?.Because ?? [] : [word.Reason],
            Exposure = whom.Kind == SubjectKind.Account && exposures.Of(whom.Name, now) is { ThirtyDays: > 0 } taken ? taken : null,
            Notes = [.. book.NotesOf(whom)], Verified = standing?.Verified, Licences = [.. book.Licences.Select(static one => one.Licence).Where(licence => licence.IsOf(whom.Name, null) && licence.HoldsAt(now))],
            Others = [.. book.Pleas.Where(plea => plea.Answer is null && plea.Entry.Whom == whom && !string.Equals(plea.Entry.Id, waiting.Id, StringComparison.Ordinal)).Take(10).Select(plea => Of(plea, book, exposures, now)),
                .. standing?.Proposal is { } proposal && !string.Equals(proposal.Id, waiting.Id, StringComparison.Ordinal) ? [Of(proposal)] : Array.Empty<Waiting>()],
        };
    }

    /// <summary>A verification has no reference of its own: its address is made of the account's name, whatever stands in that.</summary>
    private static string Hex(string name) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name));

    private static string? NameOf(string id)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(id.AsSpan(2)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
