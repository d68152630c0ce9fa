using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Bench.Console;

/// <summary>Accounts as lists have to bear them: many, small, each for itself. Names have something in common, as real ones do.</summary>
internal static class Population
{
    private static readonly string[] Texts =
    [
        "Why does bread rise more slowly in a cold kitchen?", "Please summarise the minutes of our last meeting for those who were away.", "Schreib mir bitte eine kurze Einladung zum Sommerfest.",
        "Write a function that removes duplicates from a sorted list.", "Quels sont les meilleurs fromages pour une fondue ?", "Translate this menu into English for our guests.",
    ];

    public static IEnumerable<Exchange> Of(int accounts, DateTimeOffset end, KeyedHasher hasher)
    {
        var random = new Random(11);
        PromptFeatures[] features = [.. Texts.Select(text => PromptFeatures.Compute(text, "", text, AskFacts.None, hasher) with { Wording = default, Content = default, Shape = default })];
        var began = end.AddDays(-3);
        var apart = TimeSpan.FromDays(3).TotalSeconds / accounts;
        for (var i = 0; i < accounts; i++)
        {
            var (asks, organization) = (i % 10 == 0 ? 2 : 1, i % 40 == 0 ? $"organization-{i % 997}" : null);
            for (var ask = 0; ask < asks; ask++)
            {
                yield return new Exchange
                {
                    Time = began.AddSeconds(apart * i + ask), Account = NameOf(i), Organization = organization, Network = new KeyedHash((ulong)random.NextInt64() | 1), Dialect = Dialect.OpenAiChat, Model = "m", Status = 200, LatencyMs = 900,
                    Usage = new Usage(random.Next(20, 400), random.Next(1, 3_000)), Prompt = features[random.Next(features.Length)] with { Prompt = new KeyedHash((ulong)random.NextInt64() | 1), Opening = default },
                };
            }
        }
    }

    public static string NameOf(int place) => $"team-{place % 4_001:x3}-user-{place:x7}";
}
