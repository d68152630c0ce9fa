using Weir.Detection.Campaigns;
using Weir.Traffic;

namespace Weir.Detection.Accounts;

/// <summary>How an analysis runs.</summary>
public sealed record AnalysisOptions
{
    public static AnalysisOptions Default { get; } = new();

    /// <summary>What is usual, from a calibration; null: the built-in beliefs, to which the log's own population is added day by day in both cases.</summary>
    public Yardstick? Calibration { get; init; }
    /// <summary>Threads that <see cref="AccountAnalysis.ObserveAll"/> may use. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;
    /// <summary>How long an exchange may be held to put arrivals in order.</summary>
    public TimeSpan ReorderWindow { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How many may be held.</summary>
    public int ReorderMost { get; init; } = 8_192;
    /// <summary>Whether accounts are compared with each other. Without, each is judged alone.</summary>
    public bool Campaigns { get; init; } = true;
}

/// <summary>What an analysis has taken in.</summary>
public readonly record struct AnalysisSummary(long Exchanges, long Accounts, DateTimeOffset? From, DateTimeOffset? To, long Late, long Unidentified, int YardstickAccounts, long ProfileBytes);

/// <summary>What an account's profile says without weighing anything anew: cheap enough to be looked at after each exchange.</summary>
public readonly record struct Glance(Verdict Verdict, double Evidence, long Tokens, long NewTokens, long Exchanges, string? Organization, DateTimeOffset Last);

/// <summary>What is known of one of an account's own customers, weighed as if it were an account.</summary>
public readonly record struct EndUserGlance(KeyedHash EndUser, Verdict Verdict, double Evidence, long NewTokens, long Exchanges);

/// <summary>Accounts by the verdict in force.</summary>
public readonly record struct VerdictCounts(long Clear, long Watch, long Act);

/// <summary>
/// Per-account detection, the same live and over a log: exchanges go in, findings come out. Runs on the exchanges' own time. The yardstick (what is
/// usual) is taken anew from all accounts at the end of each day of that time, so what is found at an exchange depends only on the exchanges
/// before it; for the same journal the result is the same for any number of threads, and for a live gateway. One caller at a time.
/// </summary>
public sealed class AccountAnalysis
{
    private const int Shards = 64;
    /// <summary>Below this many exchanges threads cost more than they bring.</summary>
    private const int WorthThreads = 512;

    private readonly AnalysisOptions _options;
    private readonly Shard[] _shards = new Shard[Shards];
    private readonly Reordering _reordering;
    private readonly Dictionary<string, AccountFacts> _facts = new(StringComparer.Ordinal);
    private readonly List<Exchange> _released = [];
    private readonly List<(Exchange Exchange, string? Organization, bool AsOrganization)>[] _work = new List<(Exchange, string?, bool)>[Shards];

    private CampaignAnalysis? _campaigns;
    private Yardstick _yardstick;
    private long _day = long.MinValue;
    private long _exchanges;
    private long _unidentified;
    private long _from = long.MaxValue;
    private long _to = long.MinValue;

    public AccountAnalysis(AnalysisOptions? options = null)
    {
        _options = options ?? AnalysisOptions.Default;
        _yardstick = _options.Calibration ?? Yardstick.BuiltIn;
        _reordering = new Reordering(_options.ReorderWindow, _options.ReorderMost);
        _campaigns = _options.Campaigns ? new CampaignAnalysis() : null;
        for (var i = 0; i < Shards; i++)
        {
            _shards[i] = new Shard();
            _work[i] = [];
        }
    }

    /// <summary>What others told of an account, added to what was found; it moves nobody to act. Set by whoever has such.</summary>
    public Func<Finding, Finding>? Raise { private get; set; }
    /// <summary>The same for a glance: what it adds to evidence of the account's own at a moment.</summary>
    public Func<string, double, DateTimeOffset, double>? Adds { private get; set; }

    /// <summary>What is usual at this moment of the exchanges' time.</summary>
    public Yardstick Yardstick => _yardstick;

    public AnalysisSummary Summary => new(
        _exchanges,
        _shards.Sum(static shard => (long)shard.Accounts.Count),
        _from == long.MaxValue ? null : new DateTimeOffset(_from, TimeSpan.Zero),
        _to == long.MinValue ? null : new DateTimeOffset(_to, TimeSpan.Zero),
        _reordering.Late,
        _unidentified,
        _yardstick.Accounts,
        _shards.Sum(static shard => shard.Accounts.Values.Sum(static p => (long)p.Bytes) + shard.Organizations.Values.Sum(static p => (long)p.Bytes)));

    /// <summary>What the operator knows of an account. Counts from the next exchange on.</summary>
    public void Facts(AccountFacts facts)
    {
        _facts[facts.Account] = facts;
        _campaigns?.Facts(facts);
    }

    /// <summary>Nothing is known of anybody any more.</summary>
    public void ForgetFacts() => _facts.Clear();

    /// <summary>Takes what is usual anew from the accounts as they are, as at the end of a day: the calibration is another one than before.</summary>
    public void MeasureAnew()
    {
        if (_day != long.MinValue)
            Remeasure();
    }

    /// <summary>What the operator knows, of everybody: a copy.</summary>
    public IReadOnlyList<AccountFacts> AllFacts() => [.. _facts.Values];

    public AccountFacts? FactsOf(string account) => _facts.GetValueOrDefault(account);

    /// <summary>Takes in one exchange.</summary>
    public void Observe(Exchange exchange)
    {
        Enter(exchange);
        Fold();
    }

    /// <summary>Takes in a batch, with as many threads as the options allow.</summary>
    public void ObserveAll(IReadOnlyList<Exchange> batch)
    {
        for (var i = 0; i < batch.Count; i++)
            Enter(batch[i]);
        Fold();
    }

    /// <summary>Live: nothing older than this is still to come. Exchanges that were held for order are taken in.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        _reordering.Release(time.UtcTicks, _released);
        Fold();
    }

    /// <summary>The end of a log: nothing is to come any more.</summary>
    public void Finish()
    {
        _reordering.Release(long.MaxValue, _released);
        Fold();
    }

    /// <summary>
    /// Writes everything remembered, in a versioned binary form. What is held for order stays held, there as here, so that the snapshot and the journal
    /// lines written after it give what the journal alone gives.
    /// </summary>
    public void Save(Stream stream)
    {
        using var to = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        AnalysisSnapshot.WriteHead(to);
        to.Write(_day);
        to.Write(_exchanges);
        to.Write(_unidentified);
        to.Write(_from);
        to.Write(_to);
        _yardstick.Save(to);
        foreach (var shard in _shards)
        {
            AnalysisSnapshot.Write(to, shard.Accounts);
            AnalysisSnapshot.Write(to, shard.Organizations);
        }

        _reordering.Save(to);
        to.Write(_facts.Count);
        foreach (var facts in _facts.Values)
            AnalysisSnapshot.Write(to, facts);
        to.Write(_campaigns is not null);
        _campaigns?.Save(to);
    }

    /// <summary>Reads a snapshot; null where it is of another version or broken, and the journal is to be folded again.</summary>
    public static AccountAnalysis? Restore(Stream stream, AnalysisOptions? options = null)
    {
        try
        {
            using var from = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            if (!AnalysisSnapshot.ReadHead(from))
                return null;
            var analysis = new AccountAnalysis(options)
            {
                _day = from.ReadInt64(),
                _exchanges = from.ReadInt64(),
                _unidentified = from.ReadInt64(),
                _from = from.ReadInt64(),
                _to = from.ReadInt64(),
                _yardstick = Yardstick.Restore(from),
            };
            foreach (var shard in analysis._shards)
            {
                AnalysisSnapshot.Read(from, shard.Accounts);
                AnalysisSnapshot.Read(from, shard.Organizations);
            }

            analysis._reordering.Restore(from);
            var facts = from.ReadInt32();
            for (var i = 0; i < facts; i++)
                analysis.Facts(AnalysisSnapshot.ReadFacts(from));
            // Where campaigns were not looked for before, they are from now on.
            if (from.ReadBoolean() && CampaignAnalysis.Restore(from) is var campaigns && analysis._options.Campaigns)
                analysis._campaigns = campaigns;
            return analysis;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private void Enter(Exchange exchange)
    {
        _exchanges++;
        if (exchange.Account.Length == 0)
        {
            _unidentified++;
            return;
        }

        var ticks = exchange.Time.UtcTicks;
        _from = Math.Min(_from, ticks);
        _to = Math.Max(_to, ticks);
        // What was refused or never produced took nothing from the model.
        if (exchange.Outcome is Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed)
            return;
        _reordering.Add(exchange, _released);
    }

    private void Fold()
    {
        try
        {
            FoldByDay();
        }
        finally
        {
            // Whatever happens: none of them is taken in twice.
            _released.Clear();
        }
    }

    private void FoldByDay()
    {
        var start = 0;
        for (var i = 0; i < _released.Count; i++)
        {
            var day = _released[i].Time.UtcTicks / TimeSpan.TicksPerDay;
            if (day <= _day)
                continue;
            Fold(start, i);
            start = i;
            // The yardstick changes between two exchanges, at the first of a new day, whoever counts with how many threads.
            if (_day != long.MinValue)
                Remeasure();
            _day = day;
        }

        Fold(start, _released.Count);
    }

    private void Fold(int start, int end)
    {
        FoldAccounts(start, end);
        if (_campaigns is null)
            return;
        for (var i = start; i < end; i++)
        {
            var exchange = _released[i];
            _campaigns.Observe(exchange, OrganizationOf(exchange), _facts.GetValueOrDefault(exchange.Account), _yardstick);
        }
    }

    private void FoldAccounts(int start, int end)
    {
        if (end - start < WorthThreads || _options.Threads <= 1)
        {
            for (var i = start; i < end; i++)
            {
                var exchange = _released[i];
                var organization = OrganizationOf(exchange);
                var reading = new Reading(exchange);
                ShardOf(exchange.Account).Account(reading, organization, _yardstick);
                if (organization is not null)
                    ShardOf(organization).Organization(reading, organization, _yardstick);
            }

            return;
        }

        for (var i = start; i < end; i++)
        {
            var exchange = _released[i];
            var organization = OrganizationOf(exchange);
            _work[Index(exchange.Account)].Add((exchange, organization, false));
            if (organization is not null)
                _work[Index(organization)].Add((exchange, organization, true));
        }

        Parallel.For(0, Shards, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, i =>
        {
            foreach (var (exchange, organization, asOrganization) in _work[i])
            {
                var reading = new Reading(exchange);
                if (asOrganization)
                    _shards[i].Organization(reading, organization!, _yardstick);
                else
                    _shards[i].Account(reading, organization, _yardstick);
            }

            _work[i].Clear();
        });
    }

    private string? OrganizationOf(Exchange exchange) =>
        exchange.Organization ?? (_facts.TryGetValue(exchange.Account, out var facts) ? facts.Organization : null);

    private void Remeasure()
    {
        var yardstick = new Yardstick();
        if (_options.Calibration is { } calibration)
            yardstick.Confirm(calibration);
        foreach (var shard in _shards)
            shard.CountInto(yardstick);
        yardstick.Seal();
        _yardstick = yardstick;
        _campaigns?.EndOfDay(OwnOf, yardstick);
    }

    private (Profile Profile, double Evidence, Verdict Verdict)? OwnOf(string name, bool organization)
    {
        var shard = ShardOf(name);
        return (organization ? shard.Organizations : shard.Accounts).TryGetValue(name, out var profile) ? (profile, profile.Evidence, profile.Verdict) : null;
    }

    /// <summary>Accounts that act as one, hardest verdict first; groups that are clear only when asked for.</summary>
    /// <param name="mostAccounts">Accounts that each of them names.</param>
    public IReadOnlyList<CampaignFinding> Campaigns(bool all = false, int mostAccounts = int.MaxValue) => _campaigns?.Findings(all, mostAccounts) ?? [];

    /// <summary>The same at a glance, cheap enough to be asked for every second.</summary>
    public IReadOnlyList<CampaignGlance> CampaignGlances(bool all = false) => _campaigns?.Glances(all) ?? [];

    /// <summary>By its id, or by that of one it took in.</summary>
    /// <param name="mostAccounts">Accounts that it names.</param>
    public CampaignFinding? Campaign(string id, int mostAccounts = int.MaxValue) => _campaigns?.Find(id, mostAccounts);

    /// <summary>Why these accounts are in a campaign.</summary>
    public IReadOnlyList<CampaignMember> MembersOf(string campaign, IEnumerable<string> accounts) =>
        _campaigns?.Members(campaign, accounts.Select(account => (account, ShardOf(account).Accounts.GetValueOrDefault(account)?.Organization))) ?? [];

    /// <summary>How a campaign hangs together and how it grew, by its id or that of one it took in.</summary>
    public CampaignBonds? CampaignBonds(string id, int mostAccounts = 400, int mostBonds = 200) => _campaigns?.Bonds(id, mostAccounts, mostBonds, account => (FactsOf(account), GlanceAt(account)));

    /// <summary>Campaigns that are more than clear and who counts in them, without reasons: cheap enough to be asked every few seconds.</summary>
    public IReadOnlyList<CampaignMembers> CampaignMembers() => _campaigns?.Members() ?? [];

    /// <summary>The campaign that an account counts in now, with its verdict and how surely the account belongs; null where there is none.</summary>
    public (string Campaign, Verdict Verdict, double Certainty)? MembershipOf(string account) =>
        _campaigns?.MembershipOf(account, ShardOf(account).Accounts.GetValueOrDefault(account)?.Organization);

    /// <summary>At watch or act itself, or in a group that is, licensed accounts aside: cheap enough to be asked for each exchange.</summary>
    public bool IsSuspected(string account) =>
        GlanceAt(account) is { } glance && (glance.Verdict != Verdict.Clear || GroupVerdictOf(account, glance.Organization) != Verdict.Clear);

    /// <summary>Findings as they stand, most evidence first; accounts that are clear only when asked for.</summary>
    public IReadOnlyList<Finding> Findings(bool all = false) => Findings(all, int.MaxValue, out _);

    /// <summary>The same for at most so many accounts, those with the most evidence when it was last weighed: to weigh a million anew takes a minute.</summary>
    public IReadOnlyList<Finding> Findings(bool all, int most, out int leftOff)
    {
        var asked = new List<(float Evidence, string Account, Profile Profile, Profile? Organization)>();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                var organization = profile.Organization is null ? null : ShardOf(profile.Organization).Organizations.GetValueOrDefault(profile.Organization);
                if (all || Suspected(profile) || organization is not null && Suspected(organization))
                    asked.Add((Math.Max(profile.Evidence, organization?.Evidence ?? float.MinValue), account, profile, organization));
            }
        }

        leftOff = Math.Max(0, asked.Count - most);
        if (leftOff > 0)
        {
            asked.Sort(static (a, b) => a.Evidence != b.Evidence ? b.Evidence.CompareTo(a.Evidence) : string.CompareOrdinal(a.Account, b.Account));
            asked.RemoveRange(most, leftOff);
        }

        var findings = asked.ConvertAll(one => FindingOf(one.Account, one.Profile, one.Organization));
        if (!all)
            findings.RemoveAll(static finding => finding is { Verdict: Verdict.Clear, Licensed: false });
        // By name where evidence is equal, so that a report is the same every time.
        findings.Sort(static (a, b) => a.Evidence != b.Evidence ? b.Evidence.CompareTo(a.Evidence) : string.CompareOrdinal(a.Account, b.Account));
        return findings;
    }

    /// <summary>Accounts that were at watch or act and are clear again, though nothing licenses them.</summary>
    public IReadOnlyList<string> Fallen()
    {
        var fallen = new List<string>();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                if (profile is { Verdict: Verdict.Clear, Reached.WatchAt: not 0 } && _facts.GetValueOrDefault(account)?.Licence is null)
                    fallen.Add(account);
            }
        }

        fallen.Sort(StringComparer.Ordinal);
        return fallen;
    }

    /// <summary>How many accounts stand where, by the verdicts noted last: cheap enough to be asked every few seconds.</summary>
    public VerdictCounts CountVerdicts()
    {
        var counts = new VerdictCounts();
        foreach (var shard in _shards)
        {
            foreach (var (account, profile) in shard.Accounts)
            {
                var verdict = profile.Verdict;
                if (profile.Organization is { } name && ShardOf(name).Organizations.TryGetValue(name, out var organization) && organization.Verdict > verdict)
                    verdict = organization.Verdict;
                var licensed = verdict != Verdict.Clear && _facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(DateTimeOffset.FromUnixTimeMilliseconds(profile.Last));
                counts = verdict switch
                {
                    Verdict.Act when !licensed => counts with { Act = counts.Act + 1 },
                    Verdict.Watch when !licensed => counts with { Watch = counts.Watch + 1 },
                    _ => counts with { Clear = counts.Clear + 1 },
                };
            }
        }

        return counts;
    }

    /// <summary>The verdict noted last, and exposure as it is; null where nothing was taken in of the account.</summary>
    public Glance? GlanceAt(string account)
    {
        if (!ShardOf(account).Accounts.TryGetValue(account, out var profile))
            return null;
        var (verdict, evidence) = StandOf(profile);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(profile.Last);
        var added = Adds?.Invoke(account, evidence, at) ?? 0;
        if (verdict == Verdict.Clear && added <= 0)
            return new Glance(verdict, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, profile.Organization, at);
        if (_facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(at))
            verdict = Verdict.Clear;
        else if (added > 0)
            (verdict, evidence) = (verdict == Verdict.Clear && evidence + added >= Judgement.WatchAt ? Verdict.Watch : verdict, (float)(evidence + added));
        return new Glance(verdict, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, profile.Organization, at);
    }

    /// <summary>The verdict noted last of a declared organization, by all its accounts' exchanges; null where none of them was taken in.</summary>
    public Glance? GlanceAtOrganization(string name) =>
        ShardOf(name).Organizations.TryGetValue(name, out var profile) ? new Glance(profile.Verdict, profile.Evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, name, DateTimeOffset.FromUnixTimeMilliseconds(profile.Last)) : null;

    /// <summary>What a declared organization took, by kind of ask.</summary>
    public Exposure ExposureOfOrganization(string name) => ShardOf(name).Organizations.TryGetValue(name, out var profile) ? Reporting.ExposureOf(profile) : Exposure.None;

    /// <summary>
    /// An account's largest end users on whom there is anything, weighed anew. A verdict here is about the end user alone: what it makes of the account is the account's own.
    /// </summary>
    public IReadOnlyList<EndUserGlance> EndUsersOf(string account) =>
        ShardOf(account).Accounts.TryGetValue(account, out var profile) ? Judgement.EndUsers(profile, _yardstick) : [];

    /// <summary>The profile as it stands, for those who ask why a verdict comes late.</summary>
    internal Profile? ProfileOf(string account) => ShardOf(account).Accounts.GetValueOrDefault(account);

    public Finding? Find(string account) =>
        ShardOf(account).Accounts.TryGetValue(account, out var profile)
            ? FindingOf(account, profile, profile.Organization is null ? null : ShardOf(profile.Organization).Organizations.GetValueOrDefault(profile.Organization))
            : null;

    /// <summary>What is remembered of an account; null where nothing was taken in of it.</summary>
    public AccountPortrait? PortraitOf(string account) =>
        Find(account) is { } finding ? AccountPortrait.Of(finding, ProfileOf(account)!, _yardstick) : null;

    /// <summary>Accounts are kept in so many parts. A million of them are looked through part by part, so that nobody waits for long.</summary>
    public static int Parts => Shards;

    /// <summary>The accounts of one part, in no order. Valid until the next exchange is taken in.</summary>
    public IEnumerable<AccountRow> RowsOf(int part)
    {
        foreach (var (account, profile) in _shards[part].Accounts)
            yield return Row(account, profile);
    }

    public AccountRow? RowOf(string account) => ProfileOf(account) is { } profile ? Row(account, profile) : null;

    private Verdict GroupVerdictOf(string account, string? organization) => _campaigns?.GroupVerdictOf(account, organization) ?? Verdict.Clear;

    private AccountRow Row(string account, Profile profile)
    {
        var (verdict, evidence) = StandOf(profile);
        var last = DateTimeOffset.FromUnixTimeMilliseconds(profile.Last);
        if (Adds?.Invoke(account, evidence, last) is > 0 and var added)
            (verdict, evidence) = (verdict == Verdict.Clear && evidence + added >= Judgement.WatchAt ? Verdict.Watch : verdict, (float)(evidence + added));
        var licensed = _facts.GetValueOrDefault(account)?.Licence is { } licence && licence.HoldsAt(last);
        return new AccountRow(account, profile.Organization, licensed ? Verdict.Clear : verdict, licensed ? Verdict.Clear : GroupVerdictOf(account, profile.Organization), licensed, evidence, profile.Tokens, profile.NewTokens, profile.Exchanges, last);
    }

    /// <summary>The harder of an account's own verdict and its organization's.</summary>
    private (Verdict Verdict, float Evidence) StandOf(Profile profile) =>
        profile.Organization is { } name && ShardOf(name).Organizations.TryGetValue(name, out var organization)
            && (organization.Verdict > profile.Verdict || organization.Verdict == profile.Verdict && organization.Evidence > profile.Evidence)
            ? (organization.Verdict, organization.Evidence) : (profile.Verdict, profile.Evidence);

    /// <summary>A verdict may have come or gone since the last weighing; those near one are weighed again for the report.</summary>
    private static bool Suspected(Profile profile) => profile.Verdict != Verdict.Clear || profile.Evidence > Judgement.WatchAt - 0.5;

    private Finding FindingOf(string account, Profile profile, Profile? organization)
    {
        var finding = Reporting.Of(account, profile, organization, _yardstick) with { Campaign = _campaigns?.CampaignOf(account, profile.Organization) };
        var licence = _facts.GetValueOrDefault(account)?.Licence;
        if (licence is not null && finding.LastAt is { } last && licence.HoldsAt(last))
            return finding with { Licensed = true, Verdict = Verdict.Clear, WatchAt = null, ActAt = null, ExchangesBeforeWatch = null, ExchangesBeforeAct = null };
        return Raise?.Invoke(finding) ?? finding;
    }

    private Shard ShardOf(string name) => _shards[Index(name)];

    /// <summary>Not string.GetHashCode, which differs from run to run.</summary>
    private static int Index(string name)
    {
        var hash = 2_166_136_261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16_777_619;
        return (int)((hash ^ hash >> 15) % Shards);
    }
}
