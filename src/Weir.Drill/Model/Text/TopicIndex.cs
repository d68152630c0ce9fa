using System.Runtime.InteropServices;

namespace Weir.Drill.Model.Text;

/// <summary>Finds the passages that share rare words with a prompt.</summary>
public sealed class TopicIndex
{
    private const float QuestionWeight = 2.5f;
    /// <summary>A word in more than this share of the passages says nothing about the topic.</summary>
    private const float TooCommon = 0.08f;

    private readonly Dictionary<ulong, List<(int Passage, float Weight)>> _postings = [];
    private readonly int _passages;

    public TopicIndex(IReadOnlyList<Passage> passages)
    {
        _passages = passages.Count;
        var terms = new List<ulong>();
        for (var i = 0; i < passages.Count; i++)
        {
            Index(passages[i].Question, i, QuestionWeight, terms);
            Index(passages[i].Answer, i, 1, terms);
        }
    }

    /// <summary>The best passages, best first, with a score relative to the best one; none where nothing rare is shared.</summary>
    public List<(int Passage, float Score)> Find(ReadOnlySpan<char> prompt, int most)
    {
        var terms = new List<ulong>();
        CollectTerms(prompt, terms);
        terms.Sort();
        var scores = new Dictionary<int, float>();
        for (var t = 0; t < terms.Count; t++)
        {
            if ((t > 0 && terms[t] == terms[t - 1]) || !_postings.TryGetValue(terms[t], out var postings) || postings.Count > 2 + TooCommon * _passages)
                continue;
            var rarity = MathF.Log((float)_passages / postings.Count);
            foreach (var (passage, weight) in postings)
                CollectionsMarshal.GetValueRefOrAddDefault(scores, passage, out _) += rarity * weight;
        }

        var best = scores.Select(s => (s.Key, s.Value)).OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(most).ToList();
        if (best.Count == 0 || best[0].Value < 5)
            return [];
        var top = best[0].Value;
        return best.Where(b => b.Value >= top * 0.3f).Select(b => (b.Key, b.Value / top)).ToList();
    }

    private void Index(string text, int passage, float weight, List<ulong> terms)
    {
        terms.Clear();
        CollectTerms(text, terms);
        foreach (var term in terms)
        {
            ref var postings = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, term, out _);
            postings ??= [];
            if (postings.Count == 0 || postings[^1].Passage != passage)
                postings.Add((passage, weight));
        }
    }

    private static void CollectTerms(ReadOnlySpan<char> text, List<ulong> terms)
    {
        Span<char> lower = stackalloc char[24];
        while (!text.IsEmpty)
        {
            var length = Pieces.Length(text);
            var word = text[..length].TrimStart(' ');
            if (Pieces.Unspaced(text[0]) && text.Length > 1 && Pieces.Unspaced(text[1]))
            {
                terms.Add(SplitMix.Hash(text[..2]));
            }
            else if (word.Length is > 1 and <= 24 && Pieces.IsWord(word[0]))
            {
                var written = word.ToLowerInvariant(lower);
                terms.Add(SplitMix.Hash(Stem(lower[..written])));
            }

            text = text[length..];
        }
    }

    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        if (word.Length > 6 && word.EndsWith("ing", StringComparison.Ordinal))
            return word[..^3];
        if (word.Length > 5 && (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("es", StringComparison.Ordinal)))
            return word[..^2];
        if (word.Length > 3 && (word[^1] is 's' or 'e'))
            return word[..^1];
        return word;
    }
}
