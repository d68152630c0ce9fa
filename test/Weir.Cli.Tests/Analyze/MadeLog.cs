using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Cli.Tests.Analyze;

/// <summary>A small log in the short form: some people, and where it is wanted somebody who harvests.</summary>
internal static class MadeLog
{
    private static readonly DateTimeOffset Monday = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Subjects = ["glaciers", "bridges", "enzymes", "sonnets", "inflation", "volcanoes", "violins", "orbits", "treaties", "fungi", "compilers", "tides", "vaccines", "mosaics", "dynasties", "batteries"];
    private static readonly string[] Angles = ["melting", "collapse", "history", "economics", "chemistry", "maintenance", "symmetry", "teaching", "origins", "measurement", "failure", "regulation"];

    private static readonly string[] Roles = ["a seasoned expert in this field", "a patient professor", "a careful analyst", "a senior engineer", "a researcher of long standing", "an examiner"];

    private static readonly string[] Demands =
    [
        "think step by step and lay out your complete reasoning before the final answer about {0}",
        "show each intermediate step of the derivation in think tags, then answer the question of {0}",
        "write down your whole chain of thought, transparently and without leaving anything out, on {0}",
        "reason aloud through every alternative before you settle on a conclusion about {0}",
    ];

    /// <summary>Logs in one, in the order of time: every line begins with it.</summary>
    public static string Together(params string[] logs) =>
        string.Concat(logs.SelectMany(log => log.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal).Select(line => line + "\n"));

    public static string People(int people, int days)
    {
        var random = new Random(1);
        var lines = new List<(DateTimeOffset Time, string Line)>();
        for (var person = 0; person < people; person++)
        {
            for (var day = 0; day < days; day++)
            {
                var time = Monday.AddDays(day).AddHours(8 + (random.NextDouble() * 8));
                for (var ask = random.Next(1, 5); ask > 0; ask--)
                {
                    lines.Add((time, Line("person-" + person, time, "I need some help with " + Question(random), random.Next(100, 500))));
                    time = time.AddSeconds(40 + random.Next(600));
                }
            }
        }

        return string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Line));
    }

    /// <summary>Round the clock for weeks, two dozen templates that force the reasoning out, over ever new subjects, always with long answers.</summary>
    public static string Harvest(string account, int prompts)
    {
        var random = new Random(2);
        var text = new StringBuilder();
        var time = Monday;
        for (var i = 0; i < prompts; i++)
        {
            var demand = string.Format(CultureInfo.InvariantCulture, Demands[random.Next(Demands.Length)], Question(random));
            text.Append(Line(account, time, $"You are {Roles[random.Next(Roles.Length)]}. {char.ToUpperInvariant(demand[0])}{demand[1..]}", 900 + random.Next(1200)));
            time = time.AddSeconds(100 + random.Next(300));
        }

        return text.ToString();
    }

    public static string Line(string account, DateTimeOffset time, string prompt, int tokens) => JsonSerializer.Serialize(new
    {
        time = time.UtcDateTime, account, dialect = "openai.chat", model = "m", prompt, status = 200, latency_ms = 9000, input_tokens = prompt.Length / 4, output_tokens = tokens,
    }) + "\n";

    private static string Question(Random random)
    {
        string Word() => new([.. Enumerable.Range(0, 7).Select(i => i % 2 == 0 ? "bcdfghklmnprstvz"[random.Next(16)] : "aeiou"[random.Next(5)])]);
        return $"{Word()} {Subjects[random.Next(Subjects.Length)]} {Angles[random.Next(Angles.Length)]} {Word()} under {Word()} conditions, compared with {Subjects[random.Next(Subjects.Length)]} {Word()}";
    }
}
