using Weir.Detection.Accounts;
using Weir.Traffic;

namespace Weir.Detection.Tests.Campaigns;

/// <summary>Small seeded populations: ordinary people, and groups that have this or that in common.</summary>
internal sealed class Crowd(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Exchange> _exchanges = [];
    private readonly List<AccountFacts> _facts = [];
    private static readonly string[] Openings =
    [
        "Could you tell me something about", "I keep reading of", "What do you make of", "My sister works on", "Last week we spoke about", "There was a film on", "Any idea why",
        "Explain like I am five:", "For my trip I need", "In our village they say", "A colleague asked about", "Please check my notes on", "I never understood", "How would you plan",
        "Which book is best on", "Is it true what they say of", "Let us talk about", "Help me with a letter on", "Tonight I cook, but first", "Our team wonders about",
    ];

    public static readonly DateTimeOffset Start = Traffic.Monday;

    public Random Random => _random;

    public string Network() => $"n{_random.Next(1 << 30)}";

    public string Client() => $"client {_random.Next(400)}";

    /// <summary>People who talk for some days about interests of their own.</summary>
    public Crowd People(int count, int days = 12)
    {
        for (var i = 0; i < count; i++)
        {
            var name = $"person{i}";
            var (network, client) = (_random.Next(5) == 0 ? $"carrier{_random.Next(12)}" : Network(), Client());
            Know(name, Start.AddDays(-_random.Next(5, 400)));
            var (opening, subject) = (Openings[_random.Next(Openings.Length)], Traffic.NovelQuestion(_random));
            for (var day = 0; day < days; day++)
            {
                if (_random.Next(3) == 0)
                    continue;
                var time = Start.AddDays(day).AddHours(7 + _random.NextDouble() * 14);
                for (var turn = 0; turn < 1 + _random.Next(4); turn++)
                {
                    time = time.AddMinutes(1 + _random.NextDouble() * 5);
                    var prompt = _random.Next(2) == 0 ? $"{opening} {subject}, {Traffic.NovelQuestion(_random)}" : $"{Openings[_random.Next(Openings.Length)]} {subject} and {_random.Next(1000)}";
                    Add(name, time, prompt, network, client, 100 + _random.Next(350), turn > 0 ? AskFacts.None with { AssistantMessages = turn } : null);
                }
            }
        }

        return this;
    }

    public void Know(string account, DateTimeOffset created, string? payment = null, string? domain = null, string? signup = null, DistillationLicence? licence = null) =>
        _facts.Add(new AccountFacts
        {
            Account = account,
            Created = created,
            Payment = payment ?? $"card{_random.Next(1 << 30)}",
            EmailDomain = domain ?? $"mail{_random.Next(5)}.example",
            SignupAddress = signup ?? $"10.{_random.Next(256)}.{_random.Next(256)}.9",
            Licence = licence,
        });

    public void Add(string account, DateTimeOffset time, string prompt, string network, string client, int output = 300, AskFacts? ask = null, string? organization = null) =>
        _exchanges.Add(Traffic.Ask(account, time, prompt, output, 4_000, ask) with { Network = Traffic.Hasher.Hash(network), UserAgent = client, Organization = organization });

    /// <summary>A harvest: one template over everything, dealt out, from a few networks, registered together.</summary>
    public Crowd Harvest(string name, int accounts, int each, double fromDay, double days, string template = "You are an expert in the field. Think step by step and show all of your reasoning in full before the answer to this:", bool sharedFacts = true, string? network = null)
    {
        var networks = Enumerable.Range(0, Math.Max(2, accounts / 8)).Select(_ => network ?? Network()).ToList();
        var client = Client();
        for (var i = 0; i < accounts; i++)
        {
            var account = $"{name}{i}";
            var begins = Start.AddDays(fromDay + _random.NextDouble() * days * 0.5);
            if (sharedFacts)
                Know(account, begins.AddHours(-1), $"{name} card {i / 6}", $"{name}.example");
            for (var k = 0; k < each; k++)
                Add(account, begins.AddDays(_random.NextDouble() * days * 0.5), $"{template} {Traffic.NovelQuestion(_random)}", networks[_random.Next(networks.Count)], client, 500 + _random.Next(900));
        }

        return this;
    }

    public AccountAnalysis Analyse(AnalysisOptions? options = null, Action<AccountAnalysis, Exchange>? after = null)
    {
        var analysis = new AccountAnalysis(options);
        foreach (var facts in _facts)
            analysis.Facts(facts);
        foreach (var exchange in InOrder())
        {
            analysis.Observe(exchange);
            after?.Invoke(analysis, exchange);
        }

        analysis.Finish();
        return analysis;
    }

    public IReadOnlyList<AccountFacts> Facts => _facts;

    public List<Exchange> InOrder() => [.. _exchanges.OrderBy(static e => e.Time)];
}
