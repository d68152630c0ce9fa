using Weir.Drill.Model.Text;

namespace Weir.Drill.Model.Tasks;

/// <summary>A question with one right answer, of a named kind.</summary>
public sealed record TaskItem(string Kind, string Prompt, string Answer);

/// <summary>
/// A small world of questions that can be checked: by it the distillation lab measures how much a student learned.
/// The built-in model solves it with <see cref="Solve"/>; a student has only the texts.
/// </summary>
public static class TaskWorld
{
    /// <summary>A longer prompt is a text with numbers in it, not a question of this world.</summary>
    private const int LongestQuestion = 1000;

    private static readonly string[] Names = ["Anna", "Tom", "Mira", "Paul", "Lena", "Omar", "Yuki", "Ines"];
    private static readonly string[] Things = ["apples", "pears", "stones", "coins", "books", "shells", "cards", "pens"];
    private static readonly string[] MadeUp = ["blip", "blop", "zarn", "mook", "tiff", "grell", "plon", "vask"];
    private static readonly string[] Qualities = ["green", "round", "heavy", "shy", "warm", "loud"];
    private static readonly string[] Words = ["stone", "river", "candle", "window", "garden", "planet", "orange", "silver", "bridge", "mirror"];

    public static IReadOnlyList<string> Kinds { get; } = ["chain", "parity", "extreme", "sort", "next", "reverse", "letters", "worth", "follows", "story"];

    /// <summary>The way to the answer, or null where the prompt asks for none of these things.</summary>
    public static Solution? Solve(string prompt) =>
        prompt.Length > LongestQuestion ? null : Rules.Solve(prompt) ?? Arithmetic.Solve(prompt);

    /// <summary>The question of that number: the same for the same seed and index.</summary>
    public static TaskItem Make(ulong seed, int index)
    {
        var random = new SplitMix(SplitMix.Mix(seed) + (ulong)index * 0x9E3779B97F4A7C15);
        var kind = Kinds[random.Next(Kinds.Count)];
        var prompt = Write(kind, ref random);
        var solution = Solve(prompt) ?? throw new InvalidOperationException($"The task world made a question that it cannot solve: {prompt}");
        return new TaskItem(kind, prompt, solution.Answer);
    }

    /// <summary>Whether a text ends in the right answer: its last sentence holds it as a word of its own.</summary>
    public static bool IsRight(TaskItem item, string text)
    {
        var end = text.AsSpan().TrimEnd(" .!\n");
        var start = end.LastIndexOfAny('\n', '!');
        for (var i = end.Length - 2; i > start; i--)
        {
            // A full stop ends a sentence only before a space; 3.5 is a number.
            if (end[i] == '.' && end[i + 1] == ' ')
                start = i;
        }

        var last = end[(start + 1)..];
        for (var at = last.IndexOf(item.Answer, StringComparison.OrdinalIgnoreCase); at >= 0;)
        {
            var behind = at + item.Answer.Length;
            if ((at == 0 || !IsPart(last[at - 1])) && (behind == last.Length || !IsGoingOn(last[behind..])))
                return true;
            var next = last[(at + 1)..].IndexOf(item.Answer, StringComparison.OrdinalIgnoreCase);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    /// <summary>Whether a number or a word goes on: 29.5 is not 29.</summary>
    private static bool IsGoingOn(ReadOnlySpan<char> behind) =>
        char.IsLetterOrDigit(behind[0]) || (behind[0] == '.' && behind.Length > 1 && char.IsAsciiDigit(behind[1]));

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '-' or '.';

    private static string Write(string kind, ref SplitMix random) => kind switch
    {
        "chain" => Chain(ref random),
        "parity" => $"Is {random.Between(2, 9999)} {(random.Next(2) == 0 ? "even" : "odd")}?",
        "extreme" => $"What is the {Pick(["largest", "smallest", "sum", "average"], ref random)} of {Row(random.Between(3, 5), ref random)}?",
        "sort" => $"Sort these numbers{(random.Next(2) == 0 ? "" : " in descending order")}: {Row(random.Between(3, 6), ref random)}",
        "next" => Next(ref random),
        "reverse" => $"Reverse the word \"{Pick(Words, ref random)}\".",
        "letters" => $"How many {Pick(["letters", "vowels", "consonants"], ref random)} are in the word \"{Pick(Words, ref random)}\"?",
        "worth" => Worth(ref random),
        "follows" => Follows(ref random),
        _ => Story(ref random),
    };

    private static string Chain(ref SplitMix random)
    {
        var text = $"What is {random.Between(2, 99)}";
        for (var i = random.Between(1, 3); i > 0; i--)
            text += $" {"+-*"[random.Next(3)]} {random.Between(2, 20)}";
        return text + "?";
    }

    private static string Row(int count, ref SplitMix random)
    {
        var numbers = new int[count];
        foreach (ref var number in numbers.AsSpan())
            number = random.Between(1, 99);
        return string.Join(", ", numbers);
    }

    private static string Next(ref SplitMix random)
    {
        var (first, step) = (random.Between(1, 40), random.Between(2, 12));
        return $"What comes next: {first}, {first + step}, {first + 2 * step}, {first + 3 * step}?";
    }

    private static string Worth(ref SplitMix random)
    {
        var first = random.Next(MadeUp.Length);
        var (one, other) = (MadeUp[first], MadeUp[(first + 1 + random.Next(MadeUp.Length - 1)) % MadeUp.Length]);
        return $"A {one} is worth {random.Between(2, 12)} and a {other} is worth {random.Between(2, 12)}. What are {random.Between(2, 9)} {one}s and {random.Between(2, 9)} {other}s worth?";
    }

    private static string Follows(ref SplitMix random)
    {
        var (kind, other, quality) = (Pick(MadeUp, ref random), Pick(MadeUp, ref random), Pick(Qualities, ref random));
        var (name, asked) = (Pick(Names, ref random), random.Next(3) == 0 ? Pick(Qualities, ref random) : quality);
        return $"All {kind}s are {quality}. {name} is a {(random.Next(3) == 0 ? other : kind)}. Is {name} {asked}?";
    }

    private static string Story(ref SplitMix random)
    {
        var (name, thing) = (Pick(Names, ref random), Pick(Things, ref random));
        var (have, more) = (random.Between(3, 40), random.Between(2, 20));
        return $"{name} has {have} {thing}, then buys {more} more and gives away {random.Between(1, have)}. How many {thing} are left?";
    }

    private static string Pick(ReadOnlySpan<string> of, ref SplitMix random) => of[random.Next(of.Length)];
}
