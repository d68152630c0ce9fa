using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Drill.Model.Tasks;

/// <summary>
/// Small questions with a rule behind them: the parity, the largest, the order of numbers, the next of a row, letters of
/// a word, what made-up things are worth, what follows from "all X are Y", and stories about apples. One pattern each.
/// </summary>
public static partial class Rules
{
    private static readonly Func<string, Solution?>[] All = [Worth, Follows, Story, Next, Parity, Extreme, Sorted, Reversed, Letters];

    public static Solution? Solve(string prompt)
    {
        foreach (var rule in All)
        {
            if (rule(prompt) is { } solution)
                return solution;
        }

        return null;
    }

    private static Solution? Parity(string prompt)
    {
        var match = ParityPattern().Match(prompt);
        if (!match.Success || !long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number))
            return null;
        var even = number % 2 == 0;
        var asked = match.Groups[2].Value is "even" == even;
        return new Solution(asked ? "yes" : "no", [$"{number} divided by 2 leaves {Math.Abs(number % 2)}", $"{number} is {(even ? "even" : "odd")}"]);
    }

    private static Solution? Extreme(string prompt)
    {
        var match = ExtremePattern().Match(prompt);
        if (!match.Success || Numbers(match.Groups[2].Value) is not { Count: > 1 } numbers)
            return null;
        var (result, name) = match.Groups[1].Value.ToLowerInvariant() switch
        {
            "sum" or "total" => (numbers.Sum(), "sum"),
            "average" or "mean" => (numbers.Average(), "average"),
            "smallest" or "smaller" or "least" or "minimum" or "lowest" => (numbers.Min(), "smallest"),
            _ => (numbers.Max(), "largest"),
        };
        var steps = new List<string> { $"The numbers are {Join(numbers)}" };
        if (name is "sum" or "average")
            steps.Add($"{string.Join(" + ", numbers.Select(Arithmetic.Write))} = {Arithmetic.Write(numbers.Sum())}");
        if (name is "average")
            steps.Add($"{Arithmetic.Write(numbers.Sum())} / {numbers.Count} = {Arithmetic.Write(result)}");
        steps.Add($"The {name} is {Arithmetic.Write(result)}");
        return new Solution(Arithmetic.Write(result), steps);
    }

    private static Solution? Sorted(string prompt)
    {
        var match = SortPattern().Match(prompt);
        if (!match.Success || Numbers(match.Groups[1].Value) is not { Count: > 1 } numbers)
            return null;
        var down = prompt.Contains("descending", StringComparison.OrdinalIgnoreCase) || prompt.Contains("largest first", StringComparison.OrdinalIgnoreCase);
        var sorted = down ? numbers.OrderDescending().ToList() : numbers.Order().ToList();
        return new Solution(Join(sorted), [$"I compare the numbers and put the {(down ? "largest" : "smallest")} first, which is {Arithmetic.Write(sorted[0])}", $"In order they are {Join(sorted)}"]);
    }

    private static Solution? Next(string prompt)
    {
        var match = NextPattern().Match(prompt);
        if (!match.Success || Numbers(match.Groups[1].Value) is not { Count: >= 3 } row)
            return null;
        var step = row[1] - row[0];
        if (Enumerable.Range(1, row.Count - 1).All(i => row[i] - row[i - 1] == step))
            return new Solution(Arithmetic.Write(row[^1] + step), [$"Each number is {Arithmetic.Write(step)} more than the one before", $"{Arithmetic.Write(row[^1])} + {Arithmetic.Write(step)} = {Arithmetic.Write(row[^1] + step)}"]);
        if (row[0] == 0)
            return null;
        var factor = row[1] / row[0];
        return Enumerable.Range(1, row.Count - 1).All(i => row[i] == row[i - 1] * factor)
            ? new Solution(Arithmetic.Write(row[^1] * factor), [$"Each number is {Arithmetic.Write(factor)} times the one before", $"{Arithmetic.Write(row[^1])} * {Arithmetic.Write(factor)} = {Arithmetic.Write(row[^1] * factor)}"])
            : null;
    }

    private static Solution? Reversed(string prompt)
    {
        var match = ReversePattern().Match(prompt);
        if (!match.Success)
            return null;
        var word = match.Groups[1].Value;
        var reversed = new string([.. word.Reverse()]);
        return new Solution(reversed, [$"The letters are {string.Join(", ", word.AsEnumerable())}", $"From the end they are {string.Join(", ", reversed.AsEnumerable())}"]);
    }

    private static Solution? Letters(string prompt)
    {
        var match = LettersPattern().Match(prompt);
        if (!match.Success)
            return null;
        var (kind, word) = (match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value);
        var counted = word.Where(c => kind is "letters" || "aeiouAEIOU".Contains(c, StringComparison.Ordinal) == kind is "vowels").ToArray();
        return new Solution(counted.Length.ToString(CultureInfo.InvariantCulture), [$"The {kind} are {string.Join(", ", counted)}", $"That makes {counted.Length}"]);
    }

    /// <summary>"A blip is worth 3 and a blop is worth 5. What are 2 blips and 4 blops worth?"</summary>
    private static Solution? Worth(string prompt)
    {
        var worth = WorthPattern().Matches(prompt).DistinctBy(m => m.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(m => m.Groups[1].Value, m => decimal.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);
        if (worth.Count == 0)
            return null;
        var steps = new List<string>();
        var parts = new List<decimal>();
        foreach (Match match in AmountPattern().Matches(prompt))
        {
            var thing = match.Groups[2].Value;
            if (!worth.TryGetValue(thing, out var value) && !worth.TryGetValue(thing.TrimEnd('s'), out value))
                continue;
            var count = decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            parts.Add(count * value);
            steps.Add($"{Arithmetic.Write(count)} * {Arithmetic.Write(value)} = {Arithmetic.Write(count * value)}");
        }

        if (parts.Count == 0)
            return null;
        if (parts.Count > 1)
            steps.Add($"{string.Join(" + ", parts.Select(Arithmetic.Write))} = {Arithmetic.Write(parts.Sum())}");
        return new Solution(Arithmetic.Write(parts.Sum()), steps);
    }

    /// <summary>"All blips are green. Zed is a blip. Is Zed green?"</summary>
    private static Solution? Follows(string prompt)
    {
        var match = FollowsPattern().Match(prompt);
        if (!match.Success || !string.Equals(match.Groups[3].Value, match.Groups[6].Value, StringComparison.OrdinalIgnoreCase))
            return null;
        var (kind, quality, who, what, asked) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[5].Value, match.Groups[7].Value);
        var belongs = match.Groups[4].Value is "is" && Same(kind, what);
        if (!belongs || !Same(quality, asked))
            return new Solution("unknown", [$"All {kind} are {quality}", $"That does not say whether {who} is {asked}"]);
        return new Solution("yes", [$"{who} is one of the {kind}", $"All {kind} are {quality}, so {who} is {quality}"]);
    }

    /// <summary>"Anna has 5 apples. She buys 7 more and gives 3 away. How many …"</summary>
    private static Solution? Story(string prompt)
    {
        var start = StartPattern().Match(prompt);
        if (!start.Success || !prompt.Contains("how many", StringComparison.OrdinalIgnoreCase))
            return null;
        var have = decimal.Parse(start.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var steps = new List<string>();
        foreach (Match match in ChangePattern().Matches(prompt, start.Index + start.Length))
        {
            var change = decimal.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            var gains = match.Groups[1].Value.ToLowerInvariant() is "buys" or "gets" or "finds" or "receives" or "picks" or "wins";
            var now = gains ? have + change : have - change;
            steps.Add($"{Arithmetic.Write(have)} {(gains ? '+' : '-')} {Arithmetic.Write(change)} = {Arithmetic.Write(now)}");
            have = now;
        }

        return steps.Count == 0 ? null : new Solution(Arithmetic.Write(have), steps);
    }

    private static bool Same(string one, string other) => string.Equals(one.TrimEnd('s'), other.TrimEnd('s'), StringComparison.OrdinalIgnoreCase);

    private static string Join(List<decimal> numbers) => string.Join(", ", numbers.Select(Arithmetic.Write));

    private static List<decimal> Numbers(string text) =>
        [.. NumberPattern().Matches(text).Take(64).Select(m => decimal.Parse(m.ValueSpan, CultureInfo.InvariantCulture))];

#pragma warning disable MA0023 // The patterns are short and their groups are read by number.
    private const string List = @"((?:-?\d{1,9}(?:\.\d{1,6})?(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+)?)+)";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"-?\d{1,9}(?:\.\d{1,6})?", Options)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\bis (-?\d{1,18}) (?:an )?(even|odd)\b", Options)]
    private static partial Regex ParityPattern();

    [GeneratedRegex(@"\b(sum|total|average|mean|smallest|smaller|least|minimum|lowest|largest|larger|greatest|biggest|maximum|highest)\b(?: number)?(?: of| in| among)?(?: these| the)?(?: numbers)?[ :,]*" + List, Options)]
    private static partial Regex ExtremePattern();

    [GeneratedRegex(@"\b(?:sort|order|arrange)\b[a-z ]*[: ]+" + List, Options)]
    private static partial Regex SortPattern();

    [GeneratedRegex(@"\b(?:comes next|next number|continues?)\b[a-z ]*[: ?]+" + List, Options)]
    private static partial Regex NextPattern();

    [GeneratedRegex(@"\b(?:reverse|backwards)\b[a-z ]*[: ]+""([\p{L}]{1,40})""", Options)]
    private static partial Regex ReversePattern();

    [GeneratedRegex(@"\bhow many (letters|vowels|consonants)\b[a-z ]*""([\p{L}]{1,40})""", Options)]
    private static partial Regex LettersPattern();

    [GeneratedRegex(@"\ban? ([a-z]{2,20}) (?:is worth|costs|weighs) (\d{1,6})\b", Options)]
    private static partial Regex WorthPattern();

    [GeneratedRegex(@"\b(\d{1,6}) ([a-z]{2,20})\b", Options)]
    private static partial Regex AmountPattern();

    [GeneratedRegex(@"\ball ([a-z]{2,20}) are ([a-z]{2,20})\. ([a-z]{2,20}) (is|is not) an? ([a-z]{2,20})\. is ([a-z]{2,20}) ([a-z]{2,20})\?", Options)]
    private static partial Regex FollowsPattern();

    [GeneratedRegex(@"\bhas (\d{1,9}) [a-z]{2,20}", Options)]
    private static partial Regex StartPattern();

    [GeneratedRegex(@"\b(buys|gets|finds|receives|picks|wins|eats|loses|sells|gives|drops|uses) (?:away )?(\d{1,9})\b", Options)]
    private static partial Regex ChangePattern();
}
