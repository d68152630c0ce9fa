using Weir.Policy;

namespace Weir.Gateway.Enforcement;

// The book, made ready for the path.
public sealed partial class PolicyDesk
{
    internal void PublishNow()
    {
        lock (_gate)
            Publish();
    }

    /// <summary>Under the lock.</summary>
    private void Publish()
    {
        var policy = File.Current;
        var now = _clock.Now;
        _published = _book.Version;
        _nextLapse = DateTimeOffset.MaxValue;
        var accounts = new Dictionary<string, Hold>(StringComparer.Ordinal);
        var organizations = new Dictionary<string, Hold>(StringComparer.Ordinal);
        var endUsers = new Dictionary<(string, string), Hold>();
        var spoken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (whom, standing) in _book.Standings)
        {
            if (standing.WordAt(now)?.Until is { } lapse && lapse < _nextLapse)
                _nextLapse = lapse;
            if (policy.Policy.Mode == PolicyMode.Shadow || policy.File is null)
                continue;
            if (whom.Kind == SubjectKind.Account && standing.WordAt(now) is not null)
                spoken.Add(whom.Name);
            if (standing.At(now) == Posture.Open)
                continue;
            switch (whom.Kind)
            {
                case SubjectKind.Account:
                    accounts[whom.Name] = HoldOf(whom.Name, null, standing, standing, now, policy);
                    break;
                case SubjectKind.Organization:
                    organizations[whom.Name] = HoldOf("organization " + whom.Name, whom.Name, standing, standing, now, policy);
                    break;
                case SubjectKind.EndUser when whom.Of is { } of:
                    endUsers[(of, whom.Name)] = HoldOf(of + "\n" + whom.Name, null, standing, standing, now, policy);
                    break;
            }
        }

        Campaigns(accounts, spoken, now, policy);
        // Whom a person left open stays open, whatever holds for its organization.
        if (organizations.Count > 0)
        {
            foreach (var account in spoken)
                accounts.TryAdd(account, new Hold(Posture.Open, policy.Policy, MeasureScope.All, null, MeterOf(account)));
        }

        if (_meters.Count > 4 * (accounts.Count + organizations.Count + endUsers.Count) + 4096)
            _meters.Clear();
        var before = _snapshot;
        _snapshot = new PostureSnapshot(policy) { Accounts = accounts, Organizations = organizations, EndUsers = endUsers };
        if (before.Accounts.Count != accounts.Count)
            LogPublished(accounts.Count, accounts.Values.Count(static hold => hold.Posture.IsHard()), policy.Policy.Mode);
        Published?.Invoke(_snapshot);
    }

    /// <summary>A person's word about a campaign is its members' own, where they belong to it surely enough and nobody said otherwise of them.</summary>
    private void Campaigns(Dictionary<string, Hold> accounts, HashSet<string> spoken, DateTimeOffset now, PolicyInForce policy)
    {
        foreach (var (whom, standing) in _book.Standings)
        {
            if (whom.Kind != SubjectKind.Campaign || standing.WordAt(now) is null || policy.Policy.Mode == PolicyMode.Shadow)
                continue;
            foreach (var member in _ties.MembersOf(whom.Name, policy.Policy.Hold.Certainty))
            {
                if (spoken.Contains(member) || accounts.TryGetValue(member, out var own) && own.Posture >= standing.At(now))
                    continue;
                if (standing.At(now) != Posture.Open)
                    accounts[member] = HoldOf(member, null, standing, _book.Of(Subject.Account(member)), now, policy);
            }
        }
    }

    private Hold HoldOf(string name, string? organization, Standing decided, Standing? own, DateTimeOffset now, PolicyInForce policy)
    {
        List<MeteredLicence>? licences = null;
        foreach (var licence in _book.Licences)
        {
            if (licence.Licence.IsOf(name, organization))
                (licences ??= []).Add(licence);
        }

        return new Hold(decided.At(now), policy.Policy, decided.ScopeAt(now), decided.DecisionAt(now), MeterOf(name))
        {
            Trusted = own is not null && (own.Trusted || own.Verified == true && policy.Policy.Trust.Verified),
            NewShare = _exposures.Of(name, now).NewShare,
            Licences = licences ?? (IReadOnlyList<MeteredLicence>)[],
        };
    }

    // Survives the swap: a new snapshot must not fill the buckets again.
    private PaceMeter MeterOf(string name) => _meters.GetOrAdd(name, static _ => new PaceMeter());
}
