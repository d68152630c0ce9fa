using System.Reflection;

namespace Weir.Drill.Model.Text;

/// <summary>A short text that answers a question; the question may be empty.</summary>
public readonly record struct Passage(string Question, string Answer);

/// <summary>
/// What the built-in model has read: texts written for it, embedded in this assembly. A text file holds passages
/// (lines with "?" are the question, the others the answer, an empty line ends it). A facts file holds templates with
/// {0}, {1} … and, under them, rows that fill them.
/// </summary>
public static class Corpus
{
    private const string Prefix = "Weir.Drill.Model.Corpus.";

    public static IReadOnlyList<Passage> Read()
    {
        var assembly = typeof(Corpus).Assembly;
        var passages = new List<Passage>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var read = ReadPassages(Open(assembly, name));
            passages.AddRange(name.Contains(".facts.", StringComparison.Ordinal) ? Fill(read) : read);
        }

        return passages;
    }

    private static StreamReader Open(Assembly assembly, string name) =>
        new(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing."));

    private static List<Passage> ReadPassages(StreamReader reader)
    {
        using var lines = reader;
        var passages = new List<Passage>();
        var question = new List<string>();
        var answer = new List<string>();
        string? line;
        do
        {
            line = lines.ReadLine();
            if (string.IsNullOrEmpty(line))
            {
                if (answer.Count > 0)
                    passages.Add(new Passage(string.Join('\n', question), string.Join('\n', answer)));
                question.Clear();
                answer.Clear();
            }
            else if (line[0] == '?')
            {
                question.Add(line[1..].Trim());
            }
            else if (line[0] != '#')
            {
                answer.Add(line);
            }
        }
        while (line is not null);
        return passages;
    }

    /// <summary>Templates are followed by one passage whose lines are rows, each of cells between bars.</summary>
    private static IEnumerable<Passage> Fill(List<Passage> read)
    {
        var templates = new List<Passage>();
        foreach (var passage in read)
        {
            if (!passage.Answer.StartsWith('|'))
            {
                templates.Add(passage);
                continue;
            }

            foreach (var row in passage.Answer.Split('\n'))
            {
                var cells = row.Split('|', StringSplitOptions.TrimEntries)[1..];
                foreach (var template in templates)
                    yield return new Passage(Fill(template.Question, cells), Capitalised(Fill(template.Answer, cells)));
            }

            templates.Clear();
        }
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Fill(string template, string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            template = template.Replace($"{{{i}}}", cells[i], StringComparison.Ordinal);
        return template;
    }
}
