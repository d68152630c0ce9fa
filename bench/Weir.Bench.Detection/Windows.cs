using Weir.Detection.Accounts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;
using Weir.Drill.Traffic.Wording;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Bench.Detection;

/// <summary>
/// The published protocol beside ours: windows of an honest account's traffic in which a share is replaced by a harvest's
/// prompts. Each window becomes an account of its own among ordinary people; the baseline sees the same prompts' sketches.
/// Both are judged at the same share of honest windows flagged.
/// </summary>
public sealed class Windows
{
    /// <summary>Share of honest windows that each detector may flag.</summary>
    public const double FalseAlarms = 0.01;

    private static readonly double[] Shares = [0.05, 0.10, 0.25, 0.50, 1.00];
    private static readonly string[] Hosts = ["honest-reseller", "company-gateway", "community-bot", "one-opening-line", "rag-answers", "search-assistant", "game-characters", "tutor-product", "heavy-users", "support-bot", "ticket-classifier", "rag-backfill", "coding-agent", "catalogue-translation"];
    private static readonly string[] Attacks = ["multilingual-reasoning", "persona-template", "rubric-grading", "reasoning-behind-answer", "benchmark-sweep", "safe-rewriting", "agentic-harvest", "paraphrasing", "synthetic-textbooks", "replayed-users"];

    private readonly Options _options;
    private readonly RealPrompts? _real;
    private readonly AccountAnalysis _ours;
    private readonly KeyedHasher _hasher = new("a key of the benchmark, 32 bytes"u8);
    private readonly List<Window> _windows = [];
    private readonly List<ContentSketch> _reference = [];
    private Kernel _kernel = null!;
    private float[] _referenceSum = [];
    private float[] _pooledSum = [];

    private Windows(Options options, RealPrompts? real)
    {
        (_options, _real) = (options, real);
        _ours = new AccountAnalysis(new AnalysisOptions { Threads = options.Threads });
    }

    public sealed record Row(int Window, double Share, Proportion Ours, Proportion MmdAccounts, Proportion MmdPooled);

    /// <summary>One window: a host's traffic with a share of an attack in it.</summary>
    private sealed class Window
    {
        public required string Account;
        public required int Size;
        public required double Share;
        public required List<Exchange> Attack;
        public required Dice Dice;
        public int Seen;
        public int Taken;
        public int Prompts;
        public float[] Sum = new float[Kernel.Features];
        public float[] PooledSum = new float[Kernel.Features];
    }

    public static IReadOnlyList<Row> Measure(Options options, RealPrompts? real)
    {
        var windows = new Windows(options, real);
        var attacks = windows.MakeAttacks();
        windows.MakeReference();
        windows.Stream(attacks);
        return windows.Judge();
    }

    /// <summary>Some thousands of exchanges of each attack, from several accounts of it.</summary>
    private List<List<Exchange>> MakeAttacks()
    {
        var lists = new List<List<Exchange>>();
        var maker = new ExchangeMaker(_hasher);
        foreach (var name in Attacks)
        {
            var plan = new TrafficPlan { Seed = 31, Cast = [(TrafficClasses.Named(name)!, 3)], Real = _real };
            foreach (var account in plan.Accounts())
            {
                var flow = new TrafficFlow(plan, [account]);
                var list = new List<Exchange>();
                while (list.Count < _options.Windows[^1] && flow.Read() is { } made)
                    list.Add(maker.Make(made));
                if (list.Count >= _options.Windows[^1])
                    lists.Add(list);
            }
        }

        return lists;
    }

    /// <summary>The benign reference: prompts of other accounts of the same kinds and of people.</summary>
    private void MakeReference()
    {
        var cast = Hosts.Select(static name => (TrafficClasses.Named(name)!, 3)).Append((TrafficClasses.People, 400)).ToArray();
        var plan = new TrafficPlan { Seed = 32, Volume = 0.05, Cast = cast, Real = _real };
        var flow = new TrafficFlow(plan, plan.Accounts());
        var maker = new ExchangeMaker(_hasher);
        while (flow.Read() is { } made)
        {
            if (maker.Make(made).Prompt is { Content.IsNone: false } features)
                _reference.Add(features.Content);
        }

        _kernel = new Kernel(_reference);
        _referenceSum = new float[Kernel.Features];
        var dice = new Dice(5);
        for (var i = 0; i < 4000; i++)
            _kernel.Add(_reference[dice.Below(_reference.Count)], _referenceSum);
    }

    private void Stream(List<List<Exchange>> attacks)
    {
        var hosts = Math.Max(1, _options.BenignHosts / Hosts.Length);
        var cast = Hosts.Select(name => (TrafficClasses.Named(name)!, hosts)).Append((TrafficClasses.People, _options.AblationPeople)).ToArray();
        var plan = new TrafficPlan { Seed = 33, Cast = cast, Real = _real };
        var accounts = plan.Accounts();
        var byHost = new Dictionary<Account, List<Window>>();
        var dice = new Dice(77);
        var attacked = 0;
        foreach (var host in accounts.OrderBy(account => Dice.Mix(Convert.ToUInt64(account.Who.Account[1..], 16))).Where(static account => account.Class != TrafficClasses.People))
            byHost.Add(host, MakeWindows(host, attacks, attacked++ < _options.AttackedHosts, ref dice));
        foreach (var person in accounts.Where(static account => account.Class == TrafficClasses.People))
            _ours.Facts(KnownFacts.Of(person));

        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(_hasher);
        var batch = new List<Exchange>(16_384);
        while (flow.Read() is { } made)
        {
            if (byHost.TryGetValue(made.By, out var windows))
            {
                if (windows.Exists(static window => window.Seen < window.Size))
                    Spread(maker.Make(made), windows, batch);
            }
            else
            {
                batch.Add(maker.Make(made));
            }

            if (batch.Count < 16_000)
                continue;
            _ours.ObserveAll(batch);
            batch.Clear();
        }

        _ours.ObserveAll(batch);
        _ours.Finish();
    }

    private List<Window> MakeWindows(Account host, List<List<Exchange>> attacks, bool attacked, ref Dice dice)
    {
        var windows = new List<Window>();
        foreach (var size in _options.Windows)
        {
            foreach (var share in (double[])[0, .. attacked ? Shares : []])
            {
                var window = new Window
                {
                    Account = $"{host.Who.Account}-{size}-{share * 100:0}",
                    Size = size,
                    Share = share,
                    Attack = attacks[dice.Below(attacks.Count)],
                    Dice = dice.Fork(),
                };
                windows.Add(window);
                _windows.Add(window);
                _ours.Facts(KnownFacts.Of(host) with { Account = window.Account });
            }
        }

        return windows;
    }

    /// <summary>A host's exchange, once for each of its windows, there perhaps with the next prompt of the attack in its place.</summary>
    private void Spread(Exchange exchange, List<Window> windows, List<Exchange> batch)
    {
        Span<float> own = stackalloc float[Kernel.Features];
        own.Clear();
        if (exchange.Prompt is { } features)
            _kernel.Add(features.Content, own);
        foreach (var window in windows)
        {
            if (window.Seen >= window.Size)
                continue;
            window.Seen++;
            window.Prompts++;
            if (window.Dice.Chance(window.Share))
            {
                var stolen = window.Attack[window.Taken++ % window.Attack.Count];
                batch.Add(exchange with { Account = window.Account, Prompt = stolen.Prompt, Ask = stolen.Ask, Answer = stolen.Answer, Usage = stolen.Usage });
                _kernel.Add(stolen.Prompt!.Content, window.Sum);
                _kernel.Add(stolen.Prompt.Content, window.PooledSum);
            }
            else
            {
                batch.Add(exchange with { Account = window.Account });
                Plus(window.Sum, own);
                // As published, the honest part of a window is a sample of the benign pool and not one account's.
                _kernel.Add(_reference[window.Dice.Below(_reference.Count)], window.PooledSum);
            }
        }
    }

    private List<Row> Judge()
    {
        var rows = new List<Row>();
        foreach (var size in _options.Windows)
        {
            var whole = _windows.Where(window => window.Size == size && window.Seen == size).ToList();
            var ours = whole.ToDictionary(static window => window, window => _ours.Find(window.Account)?.Evidence ?? 0);
            var mmd = whole.ToDictionary(static window => window, window => Kernel.Distance(window.Sum, window.Prompts, _referenceSum, 4000));
            var pooled = whole.ToDictionary(static window => window, window => Kernel.Distance(window.PooledSum, window.Prompts, _referenceSum, 4000));
            foreach (var share in Shares)
            {
                rows.Add(new Row(size, share, Found(whole, share, ours), Found(whole, share, mmd), Found(whole, share, pooled)));
            }
        }

        return rows;
    }

    private static Proportion Found(List<Window> windows, double share, Dictionary<Window, double> scores)
    {
        var honest = windows.Where(static window => window.Share == 0).Select(window => scores[window]).OrderDescending().ToArray();
        if (honest.Length == 0)
            return new Proportion(0, 0);
        var threshold = honest[Math.Min(honest.Length - 1, (int)(honest.Length * FalseAlarms))];
        var attacked = windows.Where(window => window.Share == share).ToList();
        return new Proportion(attacked.Count(window => scores[window] > threshold), attacked.Count);
    }

    private static void Plus(float[] sum, ReadOnlySpan<float> more)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += more[i];
    }
}
