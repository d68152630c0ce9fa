namespace Weir.Policy;

/// <summary>Something a customer sent that waits for a person: an appeal, a request for a licence, a report of abuse.</summary>
public sealed record Plea(PolicyEntry Entry, PolicyEntry? Answer);

/// <summary>
/// The state of everybody: the fold of entries. Applying the same entries in the same order gives the same state, wherever and
/// whenever it is done. One thread at a time.
/// </summary>
public sealed class StandingBook(TimeSpan declinedFor)
{
    private const int MostNotes = 50;
    /// <summary>Pleas that were answered, or are the oldest, make room: the ledger still has them.</summary>
    private const int MostPleas = 10_000;

    private readonly Dictionary<Subject, Standing> _standings = [];
    // A few among many: those that every account may have to be held against.
    private readonly Dictionary<Subject, Standing> _groups = [];
    private readonly Dictionary<string, MeteredLicence> _licences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Plea> _pleas = new(StringComparer.Ordinal);
    // Each kind makes room among its own: reports, which anybody may send, push no appeal out.
    private readonly Dictionary<EntryKind, Queue<string>> _pleaOrder = [];
    private readonly Dictionary<Subject, List<PolicyEntry>> _notes = [];

    public IReadOnlyDictionary<Subject, Standing> Standings => _standings;
    /// <summary>Campaigns and organizations about which something was decided.</summary>
    public IReadOnlyCollection<Standing> Groups => _groups.Values;
    public IReadOnlyCollection<MeteredLicence> Licences => _licences.Values;
    public IReadOnlyCollection<Plea> Pleas => _pleas.Values;
    public IEnumerable<Proposal> Proposals => _standings.Values.Where(static one => one.Proposal is not null).Select(static one => one.Proposal!);
    /// <summary>Rises with every entry: whoever keeps something made from the book sees that it is old.</summary>
    public long Version { get; private set; }
    public string? Policy { get; private set; }

    public Standing? Of(in Subject whom) => _standings.GetValueOrDefault(whom);

    public IReadOnlyList<PolicyEntry> NotesOf(in Subject whom) => _notes.GetValueOrDefault(whom) ?? [];

    public Plea? PleaOf(string id) => _pleas.GetValueOrDefault(id);

    public MeteredLicence? LicenceOf(string id) => _licences.GetValueOrDefault(id);

    /// <summary>The licence that covers an ask, with something left; null where none does.</summary>
    public MeteredLicence? Covering(string account, string? organization, Traffic.Text.AskKinds kinds, string? model, DateTimeOffset time)
    {
        if (_licences.Count == 0)
            return null;
        foreach (var licence in _licences.Values)
        {
            if (licence.Licence.IsOf(account, organization) && licence.Licence.HoldsAt(time) && licence.HasLeft && licence.Licence.Covers(kinds, model))
                return licence;
        }

        return null;
    }

    public bool HasLicence(string account, string? organization, DateTimeOffset time)
    {
        foreach (var licence in _licences.Values)
        {
            if (licence.Licence.IsOf(account, organization) && licence.Licence.HoldsAt(time))
                return true;
        }

        return false;
    }

    public void Apply(PolicyEntry entry)
    {
        Version++;
        switch (entry.Kind)
        {
            case EntryKind.LicenceGranted when entry.Licence is { } licence:
                _licences[licence.Id] = new MeteredLicence(licence);
                break;
            case EntryKind.LicenceRevoked when entry.About is { } id:
                _licences.Remove(id);
                break;
            case EntryKind.LicenceMetered when entry is { About: { } id, Tokens: { } used }:
                _licences.GetValueOrDefault(id)?.Restore(used, entry.Time);
                break;
            case EntryKind.Appealed or EntryKind.LicenceRequested or EntryKind.Reported:
                Take(entry);
                break;
            case EntryKind.Answered when entry.About is { } id && _pleas.TryGetValue(id, out var plea):
                _pleas[id] = plea with { Answer = entry };
                break;
            case EntryKind.Noted when entry.Whom is { } whom:
                Note(whom, entry);
                break;
            case EntryKind.PolicyTaken:
                Policy = entry.Policy;
                break;
            default:
                if (entry.Whom is { } subject)
                {
                    var next = _standings[subject] = Next(_standings.GetValueOrDefault(subject) ?? new Standing(subject), entry);
                    if (subject.IsGroup)
                        _groups[subject] = next;
                }

                break;
        }
    }

    /// <summary>
    /// After reading: what was decided while a clock was far ahead began no later than now, and ends after as long as it was meant to hold, if
    /// that is earlier. Without, the machine would let go of nobody before that day had come.
    /// </summary>
    public void NoneFromTheFuture(DateTimeOffset now)
    {
        var late = _standings.Values.Where(one => one.Since > now || one.Word?.Since > now).ToArray();
        foreach (var one in late)
        {
            var standing = one.Since > now ? one with { Since = now, Until = Sooner(one.Until, now + (one.Until - one.Since)) } : one;
            if (standing.Word is { } word && word.Since > now)
                standing = standing with { Word = word with { Since = now, Until = word.Until is { } until ? Sooner(until, now + (until - word.Since)) : null } };
            _standings[one.Whom] = standing;
            if (one.Whom.IsGroup)
                _groups[one.Whom] = standing;
        }
    }

    private static DateTimeOffset Sooner(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private Standing Next(Standing standing, PolicyEntry entry) => entry.Kind switch
    {
        EntryKind.Decided => Decided(standing, entry),
        // What was asked for is approved, with the certainty it was asked for with: not that of the milder rule that held meanwhile.
        EntryKind.Approved => Decided(standing with { Certainty = standing.Proposal?.Certainty }, entry) with { Proposal = null, Word = null, Approved = true },
        EntryKind.Proposed => standing with
        {
            Proposal = new Proposal(entry.Id, standing.Whom, entry.Posture ?? Posture.Watch, entry.Rule ?? "", entry.Clause, entry.Time, entry.Because ?? [], entry.Evidence, entry.Campaign, entry.Certainty),
        },
        EntryKind.Declined => standing with
        {
            Proposal = null,
            Declined = [.. standing.Declined.Where(one => one.Until > entry.Time && !string.Equals(one.Rule, entry.Rule, StringComparison.Ordinal)), (entry.Rule ?? "", entry.Until ?? entry.Time + declinedFor)],
        },
        EntryKind.PostureSet => standing with { Word = new PersonsWord(entry.Posture ?? Posture.Open, entry.Time, entry.Until, entry.Actor ?? "", entry.Reason ?? "", entry.Id) },
        EntryKind.PostureCleared => standing with { Word = null, Machine = Posture.Open, Since = entry.Time, Until = entry.Time, Rule = null, Clause = null, Because = [], Decision = entry.Id, Scope = MeasureScope.All, Proposal = null },
        EntryKind.Verified => Confirmed(standing, entry),
        EntryKind.Unverified => standing with { Verified = false },
        EntryKind.Trusted => standing with { Trusted = true },
        EntryKind.Untrusted => standing with { Trusted = false },
        _ => standing,
    };

    private static Standing Decided(Standing standing, PolicyEntry entry) => standing with
    {
        Machine = entry.Posture ?? Posture.Open,
        Since = entry.Posture == standing.Machine && standing.Machine != Posture.Open && standing.Since <= entry.Time ? standing.Since : entry.Time,
        Until = entry.Until ?? entry.Time,
        Rule = entry.Rule,
        Clause = entry.Clause,
        Scope = Standing.ScopeOf(entry),
        Because = entry.Because ?? standing.Because,
        Decision = entry.Id,
        Approved = false,
        Campaign = entry.Campaign ?? standing.Campaign,
        Certainty = entry.SubjectKind == SubjectKind.Campaign ? entry.Certainty ?? standing.Certainty : null,
    };

    /// <summary>Somebody has confirmed who this is: what waited for that goes on at once.</summary>
    private static Standing Confirmed(Standing standing, PolicyEntry entry)
    {
        standing = standing with { Verified = true, Word = standing.Word?.Posture == Posture.Verify ? null : standing.Word };
        return standing.Machine == Posture.Verify
            ? standing with { Machine = Posture.Watch, Since = entry.Time, Decision = entry.Id, Scope = MeasureScope.All }
            : standing;
    }

    private void Take(PolicyEntry entry)
    {
        _pleas[entry.Id] = new Plea(entry, null);
        if (!_pleaOrder.TryGetValue(entry.Kind, out var order))
            _pleaOrder[entry.Kind] = order = new Queue<string>();
        order.Enqueue(entry.Id);
        while (order.Count > MostPleas)
            _pleas.Remove(order.Dequeue());
    }

    private void Note(in Subject whom, PolicyEntry entry)
    {
        if (!_notes.TryGetValue(whom, out var notes))
            _notes[whom] = notes = [];
        notes.Add(entry);
        if (notes.Count > MostNotes)
            notes.RemoveAt(0);
    }
}
