using Weir.Lab.Texts;
using Weir.Signatures.Recognition;

namespace Weir.Bench.Signatures;

/// <summary>Unmarked texts, half of them a control and half to be marked.</summary>
internal sealed record BenchTexts(string Source, string[] All, string[] Control, string[] Rest)
{
    // As long as an answer, so that control and text are dealt out evenly.
    private const int Long = 3_000;

    public ControlStatistics Statistics { get; } = Count(Control);

    public static BenchTexts Read(string? folder, bool test)
    {
        var all = folder is null
            ? [.. Enumerable.Range(0, test ? 60 : 400).Select(static number => new MadeProse(number).Text(500))]
            : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).SelectMany(Parts).ToArray();
        new Random(1).Shuffle(all);
        var words = all.Sum(static text => (long)text.AsSpan().Count(' '));
        var source = folder is null ? $"made sentences, {words} words: shows that everything runs, and nothing about real text" : $"{all.Length} texts, {words} words";
        return new BenchTexts(source, all, all[..(all.Length / 2)], all[(all.Length / 2)..]);
    }

    private static ControlStatistics Count(string[] texts)
    {
        var tally = new Tally();
        foreach (var text in texts)
            tally.Add(text);
        return ControlStatistics.Of(tally);
    }

    private static IEnumerable<string> Parts(string text)
    {
        while (text.Length > 2 * Long && text.IndexOf("\n\n", Long, StringComparison.Ordinal) is var cut and > 0)
        {
            yield return text[..cut];
            text = text[(cut + 2)..];
        }

        yield return text;
    }
}
