using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>
/// Findings into decisions, the same live and over a log: it looks at an account after each of its exchanges, and at everybody who is
/// not open once in a while. Runs on the exchanges' time. One thread at a time.
/// </summary>
public sealed partial class PolicyRun
{
    /// <summary>An account is judged anew when its exchanges have grown by this share; a change of verdict is seen at once.</summary>
    private const double Again = 0.02;
    /// <summary>Who has been silent for so long is not stopped before the next call: there is nothing to stop, and a link that was chance's is mostly gone by then.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    /// <summary>In a replay nobody comes to be trusted meanwhile, and whoever calls is looked at then.</summary>
    private static readonly TimeSpan SweepReplayEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MeterEvery = TimeSpan.FromMinutes(10);

    private readonly StandingBook _book;
    private readonly ExposureBook _exposures;
    private readonly Func<DateTimeOffset, string> _reference;
    private readonly Dictionary<string, (long Exchanges, Verdict Verdict, double Certainty)> _judged = new(StringComparer.Ordinal);
    private readonly List<PolicyEntry> _pending = [];
    private readonly HashSet<Subject> _pendingFor = [];
    private readonly Dictionary<string, string> _tiers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trusted = new(StringComparer.Ordinal);
    // Detection holds exchanges back for order: what it makes of these shows a moment later.
    private readonly HashSet<string> _unsettled = new(StringComparer.Ordinal);
    private DateTimeOffset _meteredAt;
    private DateTimeOffset _sweptAt;

    /// <param name="reference">Makes the reference of an entry.</param>
    public PolicyRun(ResponsePolicy policy, string policyHash, StandingBook book, ExposureBook exposures, Func<DateTimeOffset, string> reference) =>
        (Policy, PolicyHash, _book, _exposures, _reference, _about) = (policy, policyHash, book, exposures, reference, AboutOf(policy));

    public ResponsePolicy Policy { get; private set; }
    public string PolicyHash { get; private set; }

    /// <summary>Who belongs to which campaign.</summary>
    public CampaignTies Ties { get; set; } = new();
    /// <summary>Whom decisions about campaigns and organizations reach.</summary>
    public GroupReach Reach { get; } = new();
    /// <summary>Distinct tokens that an account, or its campaign, biased beyond bans.</summary>
    public Func<string, int> BiasedTokensOf { get; set; } = static _ => 0;
    /// <summary>The same for a campaign as a whole.</summary>
    public Func<string, int> BiasedTokensOfCampaign { get; set; } = static _ => 0;

    /// <summary>Live: the time that decisions lapse by. What an exchange says of a later time is a clock that jumped, and ends nothing. Null in a replay.</summary>
    public Func<DateTimeOffset>? Now { get; set; }

    /// <summary>Hard decisions that could not be recorded, and so did not act. They are decided again.</summary>
    public long HeldBack { get; private set; }

    public void Take(ResponsePolicy policy, string hash)
    {
        (Policy, PolicyHash, _about) = (policy, hash, AboutOf(policy));
        _judged.Clear();
    }

    /// <summary>After the analysis has taken the exchange in.</summary>
    public void Observe(Exchange exchange, AccountAnalysis analysis)
    {
        if (exchange.Account.Length == 0 || exchange.Outcome is Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed)
            return;
        if (analysis.GlanceAt(exchange.Account) is not { } glance)
            return;
        var time = Now?.Invoke() is { } now && now < exchange.Time ? now : exchange.Time;
        var licensed = Meter(exchange, glance.Organization ?? exchange.Organization, time);
        if (analysis.FactsOf(exchange.Account)?.Tier is { } tier)
            _tiers[exchange.Account] = tier;
        var recent = _exposures.Sample(exchange.Account, time, glance.Tokens, glance.NewTokens, exchange.Model, licensed);
        Ties.Meet(exchange.Account, analysis);
        _unsettled.Add(exchange.Account);
        Look(exchange.Account, time, glance, recent, analysis, always: false);
        var organization = glance.Organization ?? exchange.Organization;
        if (_book.Groups.Count > 0)
            Meet(exchange.Account, organization, time, analysis);
        if (Judges(SubjectKind.Organization) && organization is not null)
            LookAtOrganization(organization, exchange.Account, time, analysis);
        if (Judges(SubjectKind.EndUser) && !exchange.EndUser.IsNone)
            LookAtEndUsers(exchange.Account, time, glance, analysis);
    }

    /// <summary>What lapsed takes its next step. Now and then everybody who is not open is looked at: trust may have come by the accounts file.</summary>
    public void Sweep(DateTimeOffset now, AccountAnalysis analysis)
    {
        var everybody = now - _sweptAt >= (Now is null ? SweepReplayEvery : SweepEvery) || now < _sweptAt;
        if (everybody)
            _sweptAt = now;
        Settled(now, analysis);
        foreach (var (whom, standing) in _book.Standings)
        {
            if (standing.Machine == Posture.Open || !everybody && now < standing.Until)
                continue;
            if (whom.Kind == SubjectKind.Account)
                Look(whom.Name, now, analysis.GlanceAt(whom.Name) ?? default, _exposures.Of(whom.Name, now), analysis, always: true);
            else
                LookAgain(whom, now, analysis);
        }

        if (everybody)
            Reach.RefreshOrganizations(Policy, _book, account => KnownOf(account, analysis, now), now);

        if (now - _meteredAt >= MeterEvery)
            WriteMeters(now);
    }

    /// <summary>Members of a campaign whose verdict came or changed: nobody of them need call again for it to hold.</summary>
    public void Reconsider(IEnumerable<string> accounts, DateTimeOffset now, AccountAnalysis analysis)
    {
        foreach (var account in accounts)
        {
            if (analysis.GlanceAt(account) is { } glance)
                Look(account, now, glance, _exposures.Of(account, now), analysis, always: true);
        }
    }

    /// <summary>Exchanges that detection held for order are taken in by now: what they changed counts from here on, without a further call.</summary>
    private void Settled(DateTimeOffset now, AccountAnalysis analysis)
    {
        foreach (var account in _unsettled)
        {
            if (analysis.GlanceAt(account) is not { } glance)
                continue;
            if (Ties.Meet(account, analysis) && _book.Groups.Count > 0)
                Meet(account, glance.Organization, now, analysis);
            Look(account, now, glance, _exposures.Of(account, now), analysis, always: false);
        }

        _unsettled.Clear();
    }

    /// <summary>
    /// What was decided since the last time, for whoever keeps it. Each is given back with <see cref="Settle"/>; until then its account is not judged again.
    /// </summary>
    public IReadOnlyList<PolicyEntry> TakeDecided()
    {
        if (_pending.Count == 0)
            return [];
        var decided = _pending.ToArray();
        _pending.Clear();
        return decided;
    }

    /// <summary>Lets an entry act: at once where nothing hard follows from it, else only if it is kept for good. What does not act is decided again.</summary>
    public void Settle(PolicyEntry entry, bool durable)
    {
        if (entry.Whom is { } whom)
        {
            _pendingFor.Remove(whom);
            _judged.Remove(whom.Name);
        }

        if (durable || !entry.IsHard)
            _book.Apply(entry);
        else
            HeldBack++;
    }

    /// <summary>What licences cover is written down from time to time; a restart loses no more than that of their use.</summary>
    public void WriteMeters(DateTimeOffset now)
    {
        _meteredAt = now;
        foreach (var licence in _book.Licences)
        {
            if (!licence.Unwritten)
                continue;
            _pending.Add(new PolicyEntry { Id = _reference(now), Time = licence.MeteredTo, Kind = EntryKind.LicenceMetered, About = licence.Licence.Id, Tokens = licence.Used });
            licence.Written();
        }
    }

    private long Meter(Exchange exchange, string? organization, DateTimeOffset time)
    {
        if (_book.Licences.Count == 0)
            return 0;
        if (_book.Covering(exchange.Account, organization, exchange.Prompt?.Kinds ?? AskKinds.None, exchange.Model, time) is not { } licence)
            return 0;
        licence.Use(exchange.Usage.OutputTokens, time);
        return exchange.Usage.OutputTokens;
    }

    private void Meet(string account, string? organization, DateTimeOffset time, AccountAnalysis analysis)
    {
        if (Now is not null && Ties.Of(account) is not null)
            _members[account] = KnownOf(account, analysis, time);
        Reach.Meet(account, organization, Ties.Of(account), Policy, _book, name => KnownOf(name, analysis, time), time);
    }

    private void Look(string account, DateTimeOffset time, in Glance glance, in RecentExposure recent, AccountAnalysis analysis, bool always)
    {
        var sight = new Sight
        {
            Time = time, Whom = Subject.Account(account), Verdict = glance.Verdict, Evidence = glance.Evidence, NewTokens = glance.NewTokens,
            BudgetUsed = recent.UsedOf(Policy.BudgetOf(analysis.FactsOf(account)?.Tier)), MainModel = recent.MainModel, Tie = TieOf(account, time), BiasedTokens = BiasedTokensOf(account),
        };
        var standing = _book.Of(sight.Whom);
        if (!always && (standing is null or { Machine: Posture.Open }) && !Judging.CouldMatter(Policy, sight))
            return;
        if (_pendingFor.Contains(sight.Whom) || (!always && WasJudged(account, glance, sight.Tie)))
            return;
        sight = sight with { Exposure = () => analysis.Find(account)?.Exposure ?? Exposure.None };
        Decide(sight, standing, KnownOf(account, analysis, time), () => Reasons(analysis.Find(account), sight.Tie));
    }

    private void Decide(in Sight sight, Standing? standing, in Known known, Func<List<string>> reasons)
    {
        var judged = Judging.Judge(Policy, sight, known, standing);
        if (Deciding.Next(Policy, standing, sight, known, judged, _reference) is not { } entry || entry.IsHard && known.Silent && entry.Posture > (standing?.Machine ?? Posture.Open))
            return;
        _pending.Add(entry with { Policy = PolicyHash, Because = entry.Because ?? reasons() });
        _pendingFor.Add(sight.Whom);
    }

    /// <summary>Who an account is, as far as this run has looked: what a call of a held account asks without waiting for detection.</summary>
    public bool IsTrusted(string account) => _trusted.Contains(account);

    /// <summary>The tier of an account, as facts had it at its last exchange.</summary>
    public string? TierOf(string account) => _tiers.GetValueOrDefault(account);

    private Known KnownOf(string account, AccountAnalysis analysis, DateTimeOffset time)
    {
        var facts = analysis.FactsOf(account);
        var glance = analysis.GlanceAt(account);
        var known = Known.Of(Policy.Trust, facts, _book.Of(Subject.Account(account)), _book.HasLicence(account, glance?.Organization ?? facts?.Organization, time), time) with
        {
            Silent = glance is { } last && time - last.Last > Silence,
        };
        if (known.Trusted)
            _trusted.Add(account);
        else
            _trusted.Remove(account);
        return known;
    }

    /// <summary>A campaign about which a person has spoken is no ground for the machine while the word holds.</summary>
    private CampaignTie? TieOf(string account, DateTimeOffset time) =>
        Ties.Of(account) is { } tie && _book.Of(new Subject(SubjectKind.Campaign, tie.Campaign))?.WordAt(time) is null ? tie : null;

    private bool WasJudged(string account, in Glance glance, CampaignTie? tie)
    {
        var certainty = tie is null ? 0 : tie.Certainty + (int)tie.Verdict;
        if (_judged.TryGetValue(account, out var last) && last.Verdict == glance.Verdict && last.Certainty.Equals(certainty) && glance.Exchanges < last.Exchanges * (1 + Again) && glance.Exchanges >= last.Exchanges)
            return true;
        _judged[account] = (glance.Exchanges, glance.Verdict, certainty);
        return false;
    }

    private static List<string> Reasons(Finding? finding, CampaignTie? tie)
    {
        var reasons = new List<string>();
        if (tie is not null)
            reasons.Add($"It acts as one with the other accounts of campaign {tie.Campaign} (certainty {Math.Round(tie.Certainty * 100)}%).");
        foreach (var reason in finding?.Reasons ?? [])
        {
            if (reasons.Count < 5 && reason.Weight >= 0)
                reasons.Add(reason.Says);
        }

        return reasons;
    }
}
