using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Detection.Tests;

/// <summary>Exchanges as tests need them: a prompt, a time, a length, everything else ordinary.</summary>
internal static class Traffic
{
    public static readonly KeyedHasher Hasher = new("tests of detection"u8);
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static Exchange Ask(string account, DateTimeOffset time, string prompt, int outputTokens = 300, int latencyMs = 6_000, AskFacts? ask = null, string system = "", string? opening = null)
    {
        var facts = (ask ?? AskFacts.None) with { PromptChars = prompt.Length };
        return new Exchange
        {
            Account = account,
            Time = time,
            Dialect = Dialect.OpenAiChat,
            Model = "m",
            Status = 200,
            LatencyMs = latencyMs,
            Ask = facts,
            Usage = new Usage(prompt.Length / 4, outputTokens),
            Prompt = PromptFeatures.Compute(prompt, system, opening ?? prompt, facts, Hasher),
        };
    }

    private static readonly string[] Subjects = ["glaciers", "bridges", "enzymes", "sonnets", "inflation", "volcanoes", "violins", "orbits", "treaties", "fungi", "compilers", "tides", "vaccines", "mosaics", "dynasties", "batteries", "lenses", "proverbs", "estuaries", "turbines"];
    private static readonly string[] Angles = ["melting", "collapse", "history", "economics", "chemistry", "maintenance", "symmetry", "teaching", "origins", "measurement", "failure", "regulation", "ecology", "rhythm", "storage", "transport"];

    /// <summary>A question that nobody asked before, on one of many subjects.</summary>
    public static string NovelQuestion(Random random)
    {
        Span<char> name = stackalloc char[7];
        string Word(Span<char> letters)
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = "bcdfghklmnprstvz"[random.Next(16)];
            for (var i = 1; i < letters.Length; i += 2)
                letters[i] = "aeiou"[random.Next(5)];
            return new string(letters);
        }

        var subject = Subjects[random.Next(Subjects.Length)];
        var angle = Angles[random.Next(Angles.Length)];
        return $"{Word(name)} {subject} {angle} {Word(name)} under {Word(name)} conditions, compared with {Subjects[random.Next(Subjects.Length)]} {Word(name)}";
    }
}
