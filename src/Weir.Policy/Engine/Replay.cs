using Weir.Detection.Accounts;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>What would have become of one account's traffic.</summary>
public sealed class ReplayedAccount(string account)
{
    public string Account => account;
    public long Exchanges { get; set; }
    public long Refused { get; set; }
    public long Changed { get; set; }
    /// <summary>Output tokens, and those that would have been given.</summary>
    public long Tokens { get; set; }
    public long TokensThrough { get; set; }
    public double NewTokens { get; set; }
    public double NewTokensThrough { get; set; }
    public Posture Hardest { get; set; }
    /// <summary>The hardest posture that would have waited for a person.</summary>
    public Posture Asked { get; set; }
    public DateTimeOffset? FirstMoved { get; set; }
    internal PaceMeter? Pace { get; set; }

    /// <summary>Where it stood from which call on, whether by a decision about itself or about a group that it belongs to. The first so many changes.</summary>
    public IReadOnlyList<(DateTimeOffset At, Posture Posture)> Steps => _steps ?? (IReadOnlyList<(DateTimeOffset, Posture)>)[];

    private const int MostSteps = 64;
    private List<(DateTimeOffset At, Posture Posture)>? _steps;

    internal void Stands(Posture posture, DateTimeOffset time)
    {
        if (posture != (_steps is { Count: > 0 } ? _steps[^1].Posture : Posture.Open) && (_steps ??= []).Count < MostSteps)
            _steps.Add((time, posture));
        if (posture <= Hardest)
            return;
        Hardest = posture;
        FirstMoved ??= time;
    }
}

/// <summary>
/// A policy over past traffic, through the engine that decides live: exchange by exchange it says what would have been refused or
/// changed, as if <c>mode</c> were <c>enforce</c>. Findings are those of the log as it was. One thread at a time.
/// </summary>
public sealed class Replay
{
    /// <summary>What no replay can know. Said with every result, so that nobody reads it as a promise.</summary>
    public static IReadOnlyList<string> CannotKnow { get; } =
    [
        "People behave otherwise when they are slowed: harvesters change accounts, customers try again or write to support.",
        "Findings are those of the log as it was; what a policy refuses would not have been seen.",
        "How many calls ran at once, which tokens were biased, and whether an answer was read or cut are not in a log.",
        "Licences and decisions of persons are not replayed, but for --approve-after.",
    ];

    private readonly Dictionary<string, ReplayedAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ExposureBook _exposures = new();
    private readonly ResponsePolicy _policy;
    private readonly PolicyRun _run;
    private readonly StandingBook _book;
    // Accounts of which an end user was moved.
    private readonly HashSet<string> _endUsers = new(StringComparer.Ordinal);
    private long _number;
    private long _reachedAt;

    /// <param name="approveAfter">A person says yes to every proposal after this time; null: nobody answers.</param>
    public Replay(ResponsePolicy policy, string hash, TimeSpan? approveAfter = null)
    {
        _policy = policy;
        _book = new StandingBook(policy.Hold.DeclinedFor);
        _run = new PolicyRun(policy, hash, _book, _exposures, _ => $"r-{++_number}");
        ApproveAfter = approveAfter;
    }

    public TimeSpan? ApproveAfter { get; }
    public PolicyRun Run => _run;
    public StandingBook Book => _book;
    public IReadOnlyCollection<ReplayedAccount> Accounts => _accounts.Values;
    /// <summary>Told of each exchange that was answered then, how much of its output was new, and whether it would have been given.</summary>
    public Action<Exchange, double, bool>? Met { private get; init; }
    /// <summary>Decisions and proposals in order; renewals are left out.</summary>
    public IReadOnlyList<PolicyEntry> Moves => _moves;

    private readonly List<PolicyEntry> _moves = [];

    /// <summary>What would have become of the exchange, by what was decided before it.</summary>
    public void Meet(Exchange exchange)
    {
        if (exchange.Account.Length == 0 || exchange.Outcome is Outcome.Refused or Outcome.Rejected or Outcome.UpstreamFailed)
            return;
        if (!_accounts.TryGetValue(exchange.Account, out var account))
            _accounts[exchange.Account] = account = new ReplayedAccount(exchange.Account);
        account.Exchanges++;
        var output = exchange.Usage.OutputTokens;
        var holds = Holds(exchange);
        var newShare = _exposures.Of(exchange.Account, exchange.Time).NewShare;
        account.Tokens += output;
        account.NewTokens += output * newShare;
        var (refused, changed) = holds.Posture == Posture.Open ? (false, false) : Fate(account, holds, exchange, newShare);
        account.Stands(holds.Posture, exchange.Time);
        account.Refused += refused ? 1 : 0;
        account.Changed += changed && !refused ? 1 : 0;
        Met?.Invoke(exchange, output * newShare, !refused);
        if (refused)
            return;
        account.TokensThrough += output;
        account.NewTokensThrough += output * newShare;
    }

    /// <summary>Takes in what the analysis has taken in.</summary>
    public void Observe(Exchange exchange, AccountAnalysis analysis) => _run.Observe(exchange, analysis);

    /// <param name="ties">Who belongs to which campaign; <paramref name="linked"/> are the accounts of which that changed, null where nobody looked.</param>
    public void Tick(DateTimeOffset time, AccountAnalysis analysis, CampaignTies ties, IReadOnlyList<string>? linked)
    {
        _run.Ties = ties;
        Keep();
        if (linked is not null)
        {
            _run.Reconsider(linked, time, analysis);
            _run.LookAtCampaigns(time, analysis);
            Keep();
        }

        _run.Sweep(time, analysis);
        Keep();
        Approve(time);
        if (_book.Groups.Count > 0 && (linked is not null || _book.Version != _reachedAt))
        {
            _run.RefreshReach(time, analysis);
            _reachedAt = _book.Version;
        }
    }

    private void Approve(DateTimeOffset time)
    {
        if (ApproveAfter is not { } after)
            return;
        foreach (var proposal in _book.Proposals.Where(one => time >= one.Time + after).ToArray())
        {
            var rule = _policy.Rules.First(rule => string.Equals(rule.Name, proposal.Rule, StringComparison.Ordinal));
            var approved = PolicyEntry.For(EntryKind.Approved, $"r-{++_number}", time, proposal.Whom) with
            {
                Posture = proposal.Posture, From = _book.Of(proposal.Whom)?.Machine, Until = time + rule.For, Rule = rule.Name, Clause = rule.Clause, Actor = "replay", About = proposal.Id,
            };
            Record([approved]);
            _book.Apply(approved);
        }
    }

    /// <summary>What the gateway would hold to: what holds for the account, or what is harder for its end user.</summary>
    private InForce Holds(Exchange exchange)
    {
        var holds = InForce.Of(exchange.Account, exchange.Organization, _book, _run.Reach, _policy, exchange.Time);
        return !exchange.EndUser.IsNone && _endUsers.Contains(exchange.Account) && _book.Of(new Subject(SubjectKind.EndUser, exchange.EndUser.ToString(), exchange.Account)) is { } own && own.At(exchange.Time) > holds.Posture
            ? new InForce(own, own.At(exchange.Time), false)
            : holds;
    }

    private (bool Refused, bool Changed) Fate(ReplayedAccount account, in InForce holds, Exchange exchange, double newShare)
    {
        var (standing, posture) = (holds.By!, holds.Posture);
        var kinds = exchange.Prompt?.Kinds ?? AskKinds.None;
        if (posture <= Posture.Open || !standing.ScopeAt(exchange.Time).Covers(kinds, exchange.Model)
            || _book.Covering(exchange.Account, exchange.Organization, kinds, exchange.Model, exchange.Time) is not null)
            return (false, false);
        if (posture.IsHard())
            return (true, false);
        var measures = _policy.MeasuresOf(posture);
        if (measures.LeakRules && LeakRules.Fault(exchange.Ask, _policy.Leaks, _run.IsTrusted(exchange.Account)) is not null)
            return (true, false);
        if (measures.Limits || measures.Pace is not null)
        {
            account.Pace ??= new PaceMeter();
            // A log tells when calls came, not how many ran at once.
            if (!account.Pace.TryEnter(measures with { Concurrency = null }, exchange.Time, out _, out _))
                return (true, false);
            account.Pace.Leave(measures, exchange.Time, exchange.Usage.OutputTokens, newShare);
        }

        return (false, Changes(measures, exchange));
    }

    private static bool Changes(Measures measures, Exchange exchange) =>
        measures.Logprobs != LogprobsMeasure.Keep && exchange.Ask.Logprobs
        || measures.LogitBias != BiasMeasure.Keep && (exchange.Ask.BiasBeyondBans || measures.LogitBias == BiasMeasure.None && exchange.Ask.BiasedTokens > 0)
        || measures.Choices < exchange.Ask.Choices || measures.NoSeeds && exchange.Ask.Seeded
        || measures.MaxTokens is { } most && exchange.Usage.OutputTokens > most
        || measures.HideReasoning && (exchange.Ask.Reasoning || exchange.Answer.ReasoningChars > 0) || measures.Model is not null;

    private void Keep()
    {
        var decided = _run.TakeDecided();
        Record(decided);
        foreach (var entry in decided)
            _run.Settle(entry, durable: true);
    }

    private void Record(IReadOnlyList<PolicyEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Whom is not { } whom || entry.Posture is not { } posture || posture == entry.From)
                continue;
            _moves.Add(entry);
            if (whom is { Kind: SubjectKind.EndUser, Of: { } of })
                _endUsers.Add(of);
            if (whom.Kind != SubjectKind.Account || !_accounts.TryGetValue(whom.Name, out var account))
                continue;
            if (entry.Kind == EntryKind.Proposed)
                account.Asked = posture > account.Asked ? posture : account.Asked;
            else
                account.Stands(posture, entry.Time);
        }
    }
}
