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

    /// <summary>
    /// Under the lock. What was decided about a campaign reaches its members here, and not when detection looks next: that may be busy for longer
    /// than a second.
    /// </summary>
    private void PublishAnew()
    {
        if (_book.Groups.Count > 0 && _book.Version != _shownAt)
        {
            _run.RefreshReach(_clock.Now);
            _shownAt = _book.Version;
        }

        Publish();
    }

    /// <summary>Under the lock.</summary>
    private void Publish()
    {
        var policy = File.Current;
        var now = _clock.Now;
        (_published, _publishedReach) = (_book.Version, _run.Reach.Version);
        _nextLapse = DateTimeOffset.MaxValue;
        var accounts = new Dictionary<string, Hold>(StringComparer.Ordinal);
        var organizations = new Dictionary<string, Hold>(StringComparer.Ordinal);
        var endUsers = new Dictionary<(string, string), Hold>();
        var isEnforced = policy is { File: not null, Policy.Mode: PolicyMode.Enforce };
        foreach (var (whom, standing) in _book.Standings)
        {
            var word = standing.WordAt(now);
            if (word?.Until is { } lapse && lapse < _nextLapse)
                _nextLapse = lapse;
            if (!isEnforced || word is null && standing.Machine == Posture.Open)
                continue;
            switch (whom.Kind)
            {
                case SubjectKind.Account:
                    Put(accounts, whom.Name, now, policy);
                    break;
                case SubjectKind.Organization when word is not null && word.Posture != Posture.Open:
                    // What the machine decided reaches its accounts one by one: who of them is trusted is not known on the path.
                    organizations[whom.Name] = HoldOf("organization " + whom.Name, whom.Name, new InForce(standing, word.Posture, true), now, policy);
                    break;
                case SubjectKind.EndUser when whom.Of is { } of && (word is not null || standing.Machine > Posture.Open):
                    endUsers[(of, whom.Name)] = HoldOf(of + "\n" + whom.Name, null, new InForce(standing, standing.At(now), word is not null), now, policy);
                    break;
            }
        }

        if (isEnforced)
        {
            foreach (var account in _run.Reach.ByCampaign.Keys)
                Put(accounts, account, now, policy);
            foreach (var account in _run.Reach.ByOrganization.Keys)
                Put(accounts, account, now, policy);
        }

        if (_meters.Count > 4 * (accounts.Count + organizations.Count + endUsers.Count) + 4096)
            _meters.Clear();
        var before = _snapshot;
        _snapshot = new PostureSnapshot(policy)
        {
            Accounts = accounts, Organizations = organizations, EndUsers = endUsers,
            Suspends = Suspends(accounts.Values) || Suspends(organizations.Values) || Suspends(endUsers.Values),
        };
        if (before.Accounts.Count != accounts.Count)
            LogPublished(accounts.Count, accounts.Values.Count(static hold => hold.Posture.IsHard()), policy.Policy.Mode);
        Published?.Invoke(_snapshot);
    }

    private static bool Suspends(IEnumerable<Hold> holds) => holds.Any(static hold => hold.Posture == Posture.Suspend);

    /// <summary>An account for which anything holds. Whom a person left open is among them: it stays open, whatever holds for its organization.</summary>
    private void Put(Dictionary<string, Hold> accounts, string account, DateTimeOffset now, PolicyInForce policy)
    {
        if (accounts.ContainsKey(account))
            return;
        var holds = InForce.Of(account, null, _book, _run.Reach, policy.Policy, now);
        if (holds.By is not null && (holds.Posture > Posture.Open || holds.IsWord))
            accounts[account] = HoldOf(account, null, holds, now, policy);
    }

    private Hold HoldOf(string name, string? organization, in InForce holds, DateTimeOffset now, PolicyInForce policy)
    {
        List<MeteredLicence>? licences = null;
        foreach (var licence in _book.Licences)
        {
            if (licence.Licence.IsOf(name, organization))
                (licences ??= []).Add(licence);
        }

        var own = _book.Of(Subject.Account(name));
        return new Hold(holds.Posture, policy.Policy, holds.By!.ScopeAt(now), holds.By.DecisionAt(now), MeterOf(name))
        {
            IsWord = holds.IsWord,
            Trusted = own is not null && (own.Trusted || own.Verified == true && policy.Policy.Trust.Verified) || _run.IsTrusted(name),
            NewShare = _exposures.Of(name, now).NewShare,
            Licences = licences ?? (IReadOnlyList<MeteredLicence>)[],
        };
    }

    // Survives the swap: a new snapshot must not fill the buckets again.
    private PaceMeter MeterOf(string name) => _meters.GetOrAdd(name, static _ => new PaceMeter());
}
