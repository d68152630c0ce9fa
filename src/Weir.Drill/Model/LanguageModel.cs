using System.Collections.Concurrent;
using Weir.Drill.Model.Text;

namespace Weir.Drill.Model;

/// <summary>
/// The built-in model: a seeded n-gram model over texts written for it, which also works out small questions. It serves
/// demos, drills and tests. The same request and seed give the same answer on every machine. It is no real model, and
/// its names say so. Safe for use by many threads.
/// </summary>
public sealed class LanguageModel
{
    public const int ContextTokens = 32_768;
    public const int MostOutputTokens = 8_192;
    /// <summary>Of all choices of one request together: a hundred of the longest would keep a processor busy for a minute.</summary>
    private const int MostOutputTogether = 4 * MostOutputTokens;

    private readonly ModelTraits _traits;
    private readonly ulong _seed;
    private readonly int[][] _documents;
    private readonly NGrams _grams;
    private readonly TopicIndex _topics;
    private readonly Composer _composer;
    private readonly ConcurrentBag<Distribution> _spare = [];

    public Vocabulary Vocabulary { get; }

    public LanguageModel(ModelTraits traits, ulong seed = 0)
    {
        _traits = traits;
        _seed = seed;
        var all = Corpus.Read();
        // Vocabulary comes from everything, so that token numbers agree between the models.
        Vocabulary = Vocabulary.Build(all.SelectMany(p => new[] { p.Answer, p.Question }));
        var read = all.Where((_, i) => SplitMix.Mix(traits.ReadingSeed ^ (ulong)i) % 100 < (ulong)traits.ReadPercent).ToArray();
        _documents = [.. read.Select(p => (int[])[Vocabulary.Begin, .. Vocabulary.Encode(p.Answer), Vocabulary.End])];
        _grams = new NGrams(_documents);
        _topics = new TopicIndex(read);
        _composer = new Composer(Vocabulary);
    }

    /// <summary>Tokens that each of so many choices may have at most.</summary>
    public static int MostOutputOf(int choices) => Math.Min(MostOutputTokens, MostOutputTogether / Math.Max(1, choices));

    public ModelAnswer Answer(ModelRequest request)
    {
        var prompt = Prompt(request);
        var input = CountTokens(request);
        var seed = SplitMix.Hash(prompt, _seed ^ SplitMix.Mix((ulong)(request.Seed ?? 0)) ^ _traits.ReadingSeed);
        var random = new SplitMix(seed);
        var length = Topic.Length(prompt, random);
        var near = Near(request, prompt, length, out var known);
        var chances = _spare.TryTake(out var spare) ? spare : new Distribution(Vocabulary.Count);
        var answering = new Answering(Vocabulary, _composer, () => new Prose(_grams, _traits.Order, _traits.TopicTrust, near), chances, request, prompt, known);
        var completions = new Completion[Math.Max(1, request.Choices)];
        for (var i = 0; i < completions.Length; i++)
            completions[i] = answering.Complete(length, new SplitMix(seed + (ulong)i * 0x5851F42D4C957F2D));
        _spare.Add(chances);
        return new ModelAnswer(completions, input);
    }

    public int CountTokens(ModelRequest request)
    {
        // A turn costs its text and three tokens of frame, a tool its name, description and schema.
        var count = 3;
        foreach (var turn in request.Turns)
            count += Vocabulary.CountTokens(turn.Text) + 3;
        foreach (var tool in request.Tools)
            count += Vocabulary.CountTokens(tool.Name) + Vocabulary.CountTokens(tool.Description) + Vocabulary.CountTokens(tool.Parameters.ToString()) + 8;
        return count;
    }

    private List<(int[] Tokens, float Score)> Near(ModelRequest request, string prompt, int length, out bool known)
    {
        var most = Math.Clamp(length / 30, 4, 40);
        var found = _topics.Find(prompt, most);
        // "Tell me more" names no topic; what was said before does.
        if (found.Count == 0 && request.Turns.Count > 1)
            found = _topics.Find(string.Join('\n', request.Turns.Where(t => t.Speaker == Speaker.User).Select(t => t.Text)), most);
        // Nothing known of it: a few passages drawn by the prompt, so that what is said at least holds together.
        known = found.Count > 0;
        var draw = new SplitMix(SplitMix.Hash(prompt));
        while (found.Count < 3)
            found.Add((draw.Next(_documents.Length), known ? 0.2f : 1));
        return [.. found.Select(f => (_documents[f.Passage], f.Score))];
    }

    private static string Prompt(ModelRequest request)
    {
        for (var i = request.Turns.Count - 1; i >= 0; i--)
        {
            if (request.Turns[i].Speaker == Speaker.User)
                return request.Turns[i].Text;
        }

        return request.Turns.Count > 0 ? request.Turns[^1].Text : "";
    }
}
