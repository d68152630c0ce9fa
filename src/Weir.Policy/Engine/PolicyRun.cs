using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>
/// Findings into decisions, the same live and over a log: it looks at an account after each of its exchanges, and at everybody who is
/// not open once in a while. Runs on the exchanges' time. One thread at a time.
/// </summary>
public sealed class PolicyRun
{
    /// <summary>An account is judged anew when its exchanges have grown by this share; a change of verdict is seen at once.</summary>
    private const double Again = 0.02;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MeterEvery = TimeSpan.FromMinutes(10);

    private readonly StandingBook _book;
    private readonly ExposureBook _exposures;
    private readonly Func<DateTimeOffset, string> _reference;
    private readonly Dictionary<string, (long Exchanges, Verdict Verdict, double Certainty)> _judged = new(StringComparer.Ordinal);
    private readonly List<PolicyEntry> _pending = [];
    private readonly HashSet<string> _pendingFor = new(StringComparer.Ordinal);
    private DateTimeOffset _meteredAt;
    private DateTimeOffset _sweptAt;

    /// <param name="reference">Makes the reference of an entry.</param>
    public PolicyRun(ResponsePolicy policy, string policyHash, StandingBook book, ExposureBook exposures, Func<DateTimeOffset, string> reference) =>
        (Policy, PolicyHash, _book, _exposures, _reference) = (policy, policyHash, book, exposures, reference);

    public ResponsePolicy Policy { get; private set; }
    public string PolicyHash { get; private set; }

    /// <summary>The campaign that an account belongs to.</summary>
    public Func<string, CampaignTie?> TieOf { get; set; } = static _ => null;
    /// <summary>Distinct tokens that an account, or its campaign, biased beyond bans.</summary>
    public Func<string, int> BiasedTokensOf { get; set; } = static _ => 0;

    /// <summary>Hard decisions that could not be recorded, and so did not act. They are decided again.</summary>
    public long HeldBack { get; private set; }

    public void Take(ResponsePolicy policy, string hash)
    {
        (Policy, PolicyHash) = (policy, hash);
        _judged.Clear();
    }

    /// <summary>After the analysis has taken the exchange in.</summary>
    public void Observe(Exchange exchange, AccountAnalysis analysis)
    {
        if (exchange.Account.Length == 0 || exchange.Outcome is Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed)
            return;
        if (analysis.GlanceAt(exchange.Account) is not { } glance)
            return;
        var licensed = Meter(exchange, glance.Organization ?? exchange.Organization);
        var recent = _exposures.Sample(exchange.Account, exchange.Time, glance.Tokens, glance.NewTokens, exchange.Model, licensed);
        Look(exchange.Account, exchange.Time, glance, recent, analysis, always: false);
    }

    /// <summary>What lapsed takes its next step. Now and then everybody who is not open is looked at: trust may have come by the accounts file.</summary>
    public void Sweep(DateTimeOffset now, AccountAnalysis analysis)
    {
        var everybody = now - _sweptAt >= SweepEvery || now < _sweptAt;
        if (everybody)
            _sweptAt = now;
        foreach (var (whom, standing) in _book.Standings)
        {
            if (whom.Kind == SubjectKind.Account && standing.Machine != Posture.Open && (everybody || now >= standing.Until))
                Look(whom.Name, now, analysis.GlanceAt(whom.Name) ?? default, _exposures.Of(whom.Name, now), analysis, always: true);
        }

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
        if (entry.Subject is { } name)
        {
            _pendingFor.Remove(name);
            _judged.Remove(name);
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

    private long Meter(Exchange exchange, string? organization)
    {
        if (_book.Licences.Count == 0)
            return 0;
        if (_book.Covering(exchange.Account, organization, exchange.Prompt?.Kinds ?? AskKinds.None, exchange.Model, exchange.Time) is not { } licence)
            return 0;
        licence.Use(exchange.Usage.OutputTokens, exchange.Time);
        return exchange.Usage.OutputTokens;
    }

    private void Look(string account, DateTimeOffset time, in Glance glance, in RecentExposure recent, AccountAnalysis analysis, bool always)
    {
        var facts = analysis.FactsOf(account);
        var sight = new Sight
        {
            Time = time, Account = account, Verdict = glance.Verdict, Evidence = glance.Evidence, NewTokens = glance.NewTokens,
            BudgetUsed = recent.UsedOf(Policy.BudgetOf(facts?.Tier)), MainModel = recent.MainModel, Tie = TieOf(account), BiasedTokens = BiasedTokensOf(account),
        };
        var standing = _book.Of(Subject.Account(account));
        if (!always && (standing is null or { Machine: Posture.Open }) && !Judging.CouldMatter(Policy, sight))
            return;
        if (_pendingFor.Contains(account) || (!always && WasJudged(account, glance, sight.Tie)))
            return;
        sight = sight with { Exposure = () => analysis.Find(account)?.Exposure ?? Exposure.None };
        var known = Known.Of(Policy.Trust, facts, standing, _book.HasLicence(account, glance.Organization, time), time);
        var judged = Judging.Judge(Policy, sight, known, standing);
        if (Deciding.Next(Policy, standing, sight, known, judged, _reference) is not { } entry)
            return;
        _pending.Add(entry with { Policy = PolicyHash, Because = entry.Because ?? Reasons(analysis.Find(account), sight.Tie) });
        _pendingFor.Add(account);
    }

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
