using Weir.Detection.Campaigns;
using Weir.Traffic;

namespace Weir.Detection.Accounts;

/// <summary>
/// Per-account detection, the same live and over a log: exchanges go in, findings come out. Runs on the exchanges' own time. The yardstick (what is
/// usual) is taken anew from all accounts at the end of each day of that time, so what is found at an exchange depends only on the exchanges
/// before it; for the same journal the result is the same for any number of threads, and for a live gateway. One caller at a time.
/// </summary>
public sealed partial class AccountAnalysis
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
