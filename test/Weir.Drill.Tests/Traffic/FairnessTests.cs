using Weir.Drill.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Traffic;

/// <summary>
/// No single field of metadata tells thieves from look-alikes: for each, the area under the curve of the best threshold
/// on that field alone stays near a half. Otherwise a detector could win by a constant.
/// </summary>
public sealed class FairnessTests
{
    private sealed class Seen
    {
        public bool Thief;
        public Account Account = null!;
        public int Exchanges;
        public double Hours;
        public int Weekend;
        public int Night;
        public double AnswerChars;
        public HashSet<string> Networks { get; } = new(StringComparer.Ordinal);
    }

    [Fact]
    public void No_single_field_of_metadata_separates_thieves_from_look_alikes()
    {
        // What a class is defined by is not a field to be fair about: logarithms, vectors, and the honest groups of persons.
        string[] apart = ["chat-people", "heavy-users", "office-nat", "students", "hackathon", "embeddings-only", "ticket-classifier-logprobs", "logprob-theft", "invoice-extraction", "coding-agent", "nightly-evaluation", "release-day-benchmark", "ci-runners", "system-prompt-probing", "slow-patient"];
        var plan = TrafficPlan.Mixed(77, people: 0, eachProduct: 40, eachHarvest: 40, kind => !apart.Contains(kind.Name, StringComparer.Ordinal)) with { Volume = 0.01 };
        var accounts = new Dictionary<string, Seen>(StringComparer.Ordinal);
        Made.Each(plan, made =>
        {
            if (!accounts.TryGetValue(made.By.Who.Account, out var seen))
                accounts.Add(made.By.Who.Account, seen = new Seen { Thief = made.By.Class.Label == Label.Extraction, Account = made.By });
            seen.Exchanges++;
            seen.Hours += made.Time.Hour;
            seen.Weekend += made.Time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
            seen.Night += made.Time.Hour < 6 ? 1 : 0;
            seen.AnswerChars += made.AnswerChars;
            seen.Networks.Add(made.Place.Network);
        });
        var fields = new (string Name, Func<Seen, double> Value)[]
        {
            ("max_tokens", static seen => seen.Account.Shape.MaxTokens ?? 0),
            ("temperature", static seen => seen.Account.Shape.Temperature ?? -1),
            ("top_p", static seen => seen.Account.Shape.TopP ?? 0),
            ("n", static seen => seen.Account.Shape.Choices),
            ("seed", static seen => seen.Account.Shape.Seeded ? 1 : 0),
            ("logprobs", static seen => seen.Account.Shape.Logprobs ? 1 : 0),
            ("logit_bias", static seen => seen.Account.Shape.BiasedTokens),
            ("stream", static seen => seen.Account.Shape.Stream ? 1 : 0),
            ("reasoning", static seen => seen.Account.Shape.Reasoning ? 1 : 0),
            ("format", static seen => (int)seen.Account.Shape.Format),
            ("dialect", static seen => (int)seen.Account.Shape.Dialect),
            ("model", static seen => seen.Account.Who.Model[8] + seen.Account.Who.Model.Length),
            ("client", static seen => seen.Account.Who.Clients[0].UserAgent[0]),
            ("tls", static seen => seen.Account.Who.Clients[0].Tls[4] + (seen.Account.Who.Clients[0].Tls[5] / 10.0)),
            ("clients", static seen => seen.Account.Who.Clients.Length),
            ("networks", static seen => seen.Networks.Count),
            ("network", static seen => seen.Account.Who.Places[0].Network.Contains(':', StringComparison.Ordinal) ? 1 : 0),
            ("keys", static seen => seen.Account.Who.Keys.Length),
            ("tier", static seen => seen.Account.Who.Facts.Tier[0] + seen.Account.Who.Facts.Tier.Length),
            ("verified", static seen => seen.Account.Who.Facts.Verified ? 1 : 0),
            ("age", static seen => -seen.Account.Who.Facts.Created.ToUnixTimeSeconds()),
            ("mail", static seen => seen.Account.Who.Facts.EmailDomain.Length),
            ("hour", static seen => seen.Hours / seen.Exchanges),
            ("night", static seen => seen.Night / (double)seen.Exchanges),
            ("weekend", static seen => seen.Weekend / (double)seen.Exchanges),
            ("volume", static seen => seen.Exchanges),
        };
        Assert.True(accounts.Values.Count(static seen => seen.Thief) > 400);
        Assert.True(accounts.Values.Count(static seen => !seen.Thief) > 400);
        var unfair = fields.Select(field => (field.Name, Auc: Auc(accounts.Values, field.Value))).Where(static field => field.Auc is < 0.42 or > 0.58).ToList();
        Assert.True(unfair.Count == 0, string.Join(", ", unfair));
        // A label is shorter than a chapter, whoever asks; among those who get texts, their length tells little.
        var texts = accounts.Values.Where(static seen => seen.AnswerChars > 300 * seen.Exchanges).ToList();
        Assert.InRange(Auc(texts, static seen => seen.AnswerChars / seen.Exchanges), 0.35, 0.65);
    }

    [Fact]
    public void Languages_are_common_alike_among_thieves_and_look_alikes()
    {
        var counts = new Dictionary<(bool Thief, string Language), int>();
        var totals = new int[2];
        var plan = TrafficPlan.Mixed(78, people: 0, eachProduct: 40, eachHarvest: 40, kind => kind.Name is not "hackathon" and not "ci-runners") with { Volume = 0.002 };
        foreach (var account in Firsts(plan))
        {
            var thief = account.Thief ? 1 : 0;
            totals[thief]++;
            counts[(account.Thief, account.Language)] = counts.GetValueOrDefault((account.Thief, account.Language)) + 1;
        }

        var distance = counts.Keys.Select(static key => key.Language).Distinct(StringComparer.Ordinal)
            .Sum(code => Math.Abs((counts.GetValueOrDefault((true, code)) / (double)totals[1]) - (counts.GetValueOrDefault((false, code)) / (double)totals[0]))) / 2;
        Assert.True(distance < 0.12, $"total variation distance {distance:0.000}");
    }

    private static Dictionary<string, (bool Thief, string Language)>.ValueCollection Firsts(TrafficPlan plan)
    {
        var seen = new Dictionary<string, (bool Thief, string Language)>(StringComparer.Ordinal);
        Made.Each(plan, made => seen.TryAdd(made.By.Group, (made.By.Class.Label == Label.Extraction, made.Scene.Language.Code)));
        return seen.Values;
    }

    private static double Auc(IReadOnlyCollection<Seen> all, Func<Seen, double> value)
    {
        var thieves = all.Where(static seen => seen.Thief).Select(value).Order().ToArray();
        var others = all.Where(static seen => !seen.Thief).Select(value).Order().ToArray();
        double wins = 0;
        int below = 0, equal = 0;
        foreach (var thief in thieves)
        {
            while (below < others.Length && others[below] < thief)
                below++;
            equal = Math.Max(equal, below);
            while (equal < others.Length && others[equal] <= thief)
                equal++;
            wins += below + ((equal - below) / 2.0);
        }

        return wins / ((double)thieves.Length * others.Length);
    }
}
