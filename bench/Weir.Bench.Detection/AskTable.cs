using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Contents;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Bench.Detection;

/// <summary>How the reader of prompts takes what the generator worded: languages against the truth, kinds of ask by class.</summary>
public sealed record AskTable(Proportion Language, Proportion LanguageTold, Proportion ShortLanguage, Proportion ShortLanguageTold, IReadOnlyList<AskTable.Row> Rows)
{
    public sealed record Row(string Class, int Prompts, string Kinds);

    public static AskTable Measure(Options options, RealPrompts? real)
    {
        var plan = TrafficPlan.Mixed(options.Seeds[0] + 3000, options.CleanPeople / 4, options.CleanEach, options.CleanEach) with { Volume = 0.1, Real = real };
        var maker = new ExchangeMaker(new KeyedHasher("a key of the benchmark, 32 bytes"u8));
        var flow = new TrafficFlow(plan, plan.Accounts());
        var kinds = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        // Right, told and all, for prompts below ten words and for the rest.
        Span<int> languages = stackalloc int[6];
        while (flow.Read() is { } made)
        {
            if (maker.Make(made).Prompt is not { } features)
                continue;
            var name = $"{made.By.Class.Label} {made.By.Class.Name}";
            if (!kinds.TryGetValue(name, out var counts))
                kinds.Add(name, counts = new int[AskKindNames.Count + 1]);
            counts[^1]++;
            for (var bit = 0; bit < AskKindNames.Count; bit++)
                counts[bit] += ((uint)features.Kinds >> bit & 1) != 0 ? 1 : 0;
            // Code has no language, and identifiers in a text tell none.
            if (features.Kinds.HasFlag(AskKinds.Coding) || real is not null)
                continue;
            var row = features.Words < 10 ? 0 : 3;
            var told = features.Language.Code();
            languages[row + 2]++;
            languages[row + 1] += features.Language == default ? 0 : 1;
            languages[row] += string.Equals(told, made.Language.Code, StringComparison.Ordinal) ? 1 : 0;
        }

        return new AskTable(
            new Proportion(languages[3], languages[4]), new Proportion(languages[4], languages[5]),
            new Proportion(languages[0], languages[1]), new Proportion(languages[1], languages[2]),
            [.. kinds.Select(static pair => new Row(pair.Key, pair.Value[^1], Most(pair.Value)))]);
    }

    private static string Most(int[] counts) => string.Join(", ", Enumerable.Range(0, AskKindNames.Count)
        .Where(bit => counts[bit] * 20 >= counts[^1]).OrderByDescending(bit => counts[bit]).Take(5)
        .Select(bit => $"{AskKindNames.Name(bit)} {counts[bit] * 100 / counts[^1]}%"));
}
