using Weir.Drill.Model.Tasks;

namespace Weir.Bench.Response;

/// <summary>
/// A student of questions and answers that counts: which answer came with which runs of up to four words of the question. It stands in for
/// a trained model where only the amount of what was taken matters.
/// </summary>
internal sealed class Student
{
    private const int Longest = 4;
    private readonly Dictionary<string, Dictionary<string, int>> _seen = new(StringComparer.Ordinal);

    /// <summary>Accuracy, on questions that are not among those it was taught, after so many stolen answers.</summary>
    public static double Accuracy(int taken, ulong seed, int asked)
    {
        var student = new Student();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < taken; i++)
        {
            var item = TaskWorld.Make(seed, i);
            known.Add(item.Prompt);
            student.Learn(item);
        }

        int right = 0, total = 0;
        for (var i = 0; total < asked; i++)
        {
            var item = TaskWorld.Make(seed + 1, i);
            if (known.Contains(item.Prompt))
                continue;
            total++;
            right += string.Equals(student.Answer(item.Prompt), item.Answer, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return right / (double)total;
    }

    private void Learn(TaskItem item)
    {
        foreach (var run in Runs(item.Prompt))
        {
            if (!_seen.TryGetValue(run, out var answers))
                _seen[run] = answers = new Dictionary<string, int>(StringComparer.Ordinal);
            answers[item.Answer] = answers.GetValueOrDefault(item.Answer) + 1;
        }
    }

    private string? Answer(string prompt)
    {
        var votes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var run in Runs(prompt))
        {
            if (!_seen.TryGetValue(run, out var answers))
                continue;
            var total = answers.Values.Sum();
            // A run that was seen with one answer only says more than one that was seen with all.
            foreach (var (answer, count) in answers)
                votes[answer] = votes.GetValueOrDefault(answer) + count / (double)total / Math.Sqrt(answers.Count);
        }

        return votes.Count == 0 ? null : votes.OrderByDescending(static vote => vote.Value).ThenBy(static vote => vote.Key, StringComparer.Ordinal).First().Key;
    }

    private static IEnumerable<string> Runs(string prompt)
    {
        var words = prompt.Split([' ', ',', '?', '.', '"', ':'], StringSplitOptions.RemoveEmptyEntries);
        for (var start = 0; start < words.Length; start++)
        {
            for (var length = 1; length <= Longest && start + length <= words.Length; length++)
                yield return string.Join(' ', words, start, length);
        }
    }
}
