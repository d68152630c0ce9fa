using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Policy;
using Weir.Traffic;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Where decisions are made and kept: findings come in from detection's thread, acts from the admin port and the customer's door, and the
/// path reads what came of them as one swapped snapshot. One lock guards the book; nobody on the path takes it. What stops somebody's work
/// acts only once its entry is on disk.
/// </summary>
public sealed partial class PolicyDesk : IAsyncDisposable
{
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinkEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);
    /// <summary>To look at all campaigns takes no more than a twentieth of detection's time.</summary>
    private const int LinkShare = 20;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SteadyClock _clock;
    private readonly StandingBook _book;
    private readonly ExposureBook _exposures = new();
    private readonly CampaignTies _ties = new();
    private readonly HashSet<Subject> _leaking = [];
    private readonly Dictionary<string, int> _campaignLeaks = new(StringComparer.Ordinal);
    private readonly PolicyRun _run;
    private readonly ConcurrentDictionary<string, PaceMeter> _meters = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private int _ended;
    private bool _linkedBefore;
    private volatile PostureSnapshot _snapshot = PostureSnapshot.Empty;
    private long _published = -1;
    private long _publishedReach, _reachedAt, _shownAt;
    private DateTimeOffset _nextLapse = DateTimeOffset.MaxValue;
    private long _fileLookedAt, _linkedAt, _savedAt;
    private TimeSpan _linkAgain = LinkEvery;

    public PolicyDesk(ConfigSource config, DataFolder data, GatewayLedger? ledger, TimeProvider time, ILoggerFactory loggers)
    {
        (_time, _log) = (time, loggers.CreateLogger<PolicyDesk>());
        _folder = Path.Combine(data.Path, "policy");
        _clock = new SteadyClock(time);
        File = new PolicyFile(config, loggers.CreateLogger<PolicyFile>());
        Log = new DecisionLog(_folder, ledger, loggers.CreateLogger<DecisionLog>());
        _book = new StandingBook(new HoldConfig().DeclinedFor);
        Leaks = new LeakBook(time);
        _run = new PolicyRun(PolicyInForce.None.Policy, "", _book, _exposures, References.New) { Ties = _ties, BiasedTokensOf = BiasedTokensOf, BiasedTokensOfCampaign = campaign => _campaignLeaks.GetValueOrDefault(campaign), Now = () => _clock.Now };
        _fileLookedAt = _linkedAt = _savedAt = time.GetTimestamp();
    }

    public PolicyFile File { get; }
    public DecisionLog Log { get; }
    public LeakBook Leaks { get; }
    /// <summary>What the path reads: one volatile load.</summary>
    public PostureSnapshot Snapshot => _snapshot;
    public DateTimeOffset Now => _clock.Now;
    /// <summary>Stops that could not be recorded, and so did not act.</summary>
    public long HeldBack { get { lock (_gate) return _run.HeldBack; } }

    /// <summary>Told of a campaign that was not there before, or whose verdict hardened: its id, the verdict, how many accounts.</summary>
    public event Action<string, string, int>? CampaignFound;
    /// <summary>Told of an account or a campaign that has biased as many tokens as <c>leaks.biased_tokens</c> says: once, until it has become fewer.</summary>
    public event Action<Subject, int>? LeakFound;
    /// <summary>Told of every snapshot, after the swap.</summary>
    public event Action<PostureSnapshot>? Published;

    /// <summary>Before the first call: the policy, and the state as its entries left it.</summary>
    public void Start()
    {
        lock (_gate)
        {
            foreach (var entry in Log.Read())
                _book.Apply(entry);
            _book.NoneFromTheFuture(_clock.Now);
            ReadExposures();
            LookAtFile();
            Publish();
        }

        _timer = _time.CreateTimer(static desk => ((PolicyDesk)desk!).Tick(), this, PublishEvery, PublishEvery);
    }

    /// <summary>What holds for an account now, as the path holds to it: its own decision, or one about its campaign or its organization.</summary>
    public InForce HoldingOf(string account, string? organization)
    {
        lock (_gate)
            return File.Current.Policy.Mode == PolicyMode.Shadow ? default : InForce.Of(account, organization, _book, _run.Reach, File.Current.Policy, _clock.Now);
    }

    public string? TierOf(string account)
    {
        lock (_gate)
            return _run.TierOf(account);
    }

    /// <summary>Looks at the book under its lock. What it returns must not be the book's own.</summary>
    public T Look<T>(Func<StandingBook, ExposureBook, CampaignTies, T> look)
    {
        lock (_gate)
            return look(_book, _exposures, _ties);
    }

    /// <summary>
    /// A person's act: kept for good, then in force at once. False where it could not be kept; then nothing has changed, unless it frees
    /// somebody, which never waits for a disk.
    /// </summary>
    public Task<bool> ActAsync(PolicyEntry entry) => ActAsync([entry]);

    /// <summary>Acts that belong together.</summary>
    public async Task<bool> ActAsync(IReadOnlyList<PolicyEntry> entries)
    {
        var kept = await Log.AppendAsync(entries);
        lock (_gate)
        {
            var before = _book.Version;
            foreach (var entry in entries)
            {
                if (kept || entry.Frees)
                    _book.Apply(entry);
            }

            if (_book.Version != before)
                PublishAnew();
        }

        return kept;
    }

    /// <summary>On detection's thread, after it took exchanges in.</summary>
    internal void Taken(IReadOnlyList<Exchange> exchanges, AccountAnalysis analysis)
    {
        if (File.Current.File is null)
            return;
        lock (_gate)
        {
            for (var i = 0; i < exchanges.Count; i++)
                _run.Observe(exchanges[i], analysis);
            Keep();
        }
    }

    /// <summary>For drills, in which the gateway's clock follows made traffic: decisions are made and lapse in its days, and not far behind them.</summary>
    public void CatchUp() => _clock.CatchUp();

    /// <summary>On detection's thread, about once a second.</summary>
    internal void Ticked(AccountAnalysis analysis) => Ticked(analysis, link: false);

    /// <param name="link">Look at campaigns now, however short ago that was.</param>
    internal void Ticked(AccountAnalysis analysis, bool link)
    {
        if (File.Current.File is null)
            return;
        List<string>? linked = null;
        if (link || _time.GetElapsedTime(_linkedAt) >= _linkAgain)
        {
            var began = _time.GetTimestamp();
            lock (_gate)
            {
                var before = _ties.Campaigns;
                linked = _ties.Refresh(analysis);
                CountLeaks();
                // After a start all of them are there at once, and none of them is news.
                foreach (var (campaign, verdict) in _linkedBefore ? _ties.Campaigns : before)
                {
                    if (!before.TryGetValue(campaign, out var was) || was < verdict)
                        CampaignFound?.Invoke(campaign, verdict.ToString().ToLowerInvariant(), _ties.MembersOf(campaign, 0).Count());
                }

                _linkedBefore = true;
            }

            _linkedAt = _time.GetTimestamp();
            var took = _time.GetElapsedTime(began, _linkedAt) * LinkShare;
            _linkAgain = took > LinkEvery ? took : LinkEvery;
        }

        lock (_gate)
        {
            var now = _clock.Now;
            if (linked is not null)
            {
                _run.Reconsider(linked, now, analysis);
                _run.LookAtCampaigns(now, analysis);
            }

            Keep();
            _run.Sweep(now, analysis);
            Keep();
            if (_book.Groups.Count > 0 && (linked is not null || _book.Version != _reachedAt))
            {
                _run.RefreshReach(now, analysis);
                _reachedAt = _book.Version;
            }
        }

        if (_time.GetElapsedTime(_savedAt) >= SaveEvery)
            SaveExposures();
    }

    /// <summary>An account's own walk through the vocabulary, or its campaign's, which shares it out.</summary>
    private int BiasedTokensOf(string account) =>
        Leaks.Accounts == 0 ? 0 : Math.Max(Leaks.DistinctOf(account), _ties.Of(account) is { } tie ? _campaignLeaks.GetValueOrDefault(tie.Campaign) : 0);

    private void CountLeaks()
    {
        _campaignLeaks.Clear();
        if (Leaks.Accounts == 0)
            return;
        foreach (var campaign in _ties.Campaigns.Keys)
        {
            _campaignLeaks[campaign] = Leaks.DistinctOf(_ties.MembersOf(campaign, File.Current.Policy.Hold.Certainty));
            Tell(new Subject(SubjectKind.Campaign, campaign), _campaignLeaks[campaign]);
        }

        foreach (var account in Leaks.Names)
            Tell(Subject.Account(account), Leaks.DistinctOf(account));
    }

    private void Tell(in Subject whom, int tokens)
    {
        if (tokens < File.Current.Policy.Leaks.BiasedTokens)
            _leaking.Remove(whom);
        else if (_leaking.Add(whom))
            LeakFound?.Invoke(whom, tokens);
    }

    /// <summary>Under the lock. What stops nobody acts at once; a stop acts once it is on disk, and holds up nothing else meanwhile.</summary>
    private void Keep()
    {
        var decided = _run.TakeDecided();
        if (decided.Count == 0)
            return;
        PolicyEntry[] mild = [.. decided.Where(static entry => !entry.IsHard)], hard = [.. decided.Where(static entry => entry.IsHard)];
        foreach (var entry in mild)
            _run.Settle(entry, durable: false);
        if (mild.Length > 0)
            _ = Log.AppendAsync(mild);
        if (hard.Length > 0)
            _ = StopAsync(hard);
    }

    private async Task StopAsync(PolicyEntry[] hard)
    {
        var kept = await Log.AppendAsync(hard).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var entry in hard)
                _run.Settle(entry, kept);
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_fileLookedAt) >= TimeSpan.FromSeconds(1))
            {
                _fileLookedAt = _time.GetTimestamp();
                LookAtFile();
            }

            if (_book.Version != _published || _run.Reach.Version != _publishedReach || _clock.Now >= _nextLapse)
                PublishAnew();
        }
    }

    /// <param name="whole">Whoever wrote the file last has come to an end.</param>
    private void LookAtFile(bool whole = false)
    {
        if (!File.Look(whole))
            return;
        var current = File.Current;
        _run.Take(current.Policy, current.Hash);
        _published = -1;
        if (current.File is not null && !string.Equals(_book.Policy, current.Hash, StringComparison.Ordinal))
        {
            var taken = new PolicyEntry { Id = References.New(_clock.Now), Time = _clock.Now, Kind = EntryKind.PolicyTaken, Policy = current.Hash, Mode = current.Policy.Mode, Actor = "weir", Text = TextOf(current.File) };
            _ = Log.AppendAsync([taken]);
            _book.Apply(taken);
        }
    }

    private static string? TextOf(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void ReadExposures()
    {
        try
        {
            using var file = new FileStream(Path.Combine(_folder, "exposure"), DurableFile.Options(FileMode.Open, FileAccess.Read));
            using var buffered = new BufferedStream(file, 1 << 20);
            _exposures.Restore(buffered);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            // Without it budgets begin anew; the exposure of whole lives is detection's own.
        }
    }

    private void SaveExposures()
    {
        _savedAt = _time.GetTimestamp();
        try
        {
            using var bytes = new MemoryStream();
            lock (_gate)
                _exposures.Save(bytes);
            DurableFile.MakeFolder(_folder);
            DurableFile.Replace(Path.Combine(_folder, "exposure"), bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(refused.Message);
        }
    }

    /// <summary>Keeps what is not kept yet. Detection has ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        if (_timer is not null)
            await _timer.DisposeAsync();
        if (File.Current.File is not null)
        {
            lock (_gate)
            {
                _run.WriteMeters(_clock.Now);
                Keep();
            }

            SaveExposures();
        }

        await Log.DisposeAsync();
    }

    [LoggerMessage(8021, LogLevel.Warning, "Recent exposure could not be saved: {Reason}")]
    private partial void LogNotSaved(string reason);

    [LoggerMessage(8022, LogLevel.Information, "{Held} accounts are held, {Stopped} of them stopped; mode {Mode}")]
    private partial void LogPublished(int held, int stopped, PolicyMode mode);
}
