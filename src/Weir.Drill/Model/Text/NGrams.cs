namespace Weir.Drill.Model.Text;

/// <summary>
/// Which token followed which one, two or three tokens, and how often: built once, read by everyone. Of a context with
/// many continuations only the most frequent are kept, which bounds the work of a step.
/// </summary>
public sealed class NGrams
{
    public const int LongestContext = 3;
    private const int MostContinuations = 48;
    private const int FrequentTokens = 40;

    private readonly Dictionary<ulong, Continuations>[] _orders = new Dictionary<ulong, Continuations>[LongestContext];
    private int[] _tokens = [];
    private float[] _counts = [];

    private readonly record struct Continuations(int Start, int Length, float Total);

    /// <summary>The most frequent tokens of all and their shares: what may come after anything.</summary>
    public (int Token, double Share)[] Frequent { get; }

    /// <param name="documents">Token sequences, each already between its begin and end marks.</param>
    public NGrams(IReadOnlyList<int[]> documents)
    {
        var tokens = new List<int>();
        var counts = new List<float>();
        for (var order = 1; order <= LongestContext; order++)
            _orders[order - 1] = Build(documents, order, tokens, counts);
        _tokens = [.. tokens];
        _counts = [.. counts];

        var unigrams = new Dictionary<int, int>();
        foreach (var token in documents.SelectMany(d => d))
            unigrams[token] = unigrams.GetValueOrDefault(token) + 1;
        var frequent = unigrams.Where(u => u.Key > Vocabulary.Begin).OrderByDescending(u => u.Value).ThenBy(u => u.Key).Take(FrequentTokens).ToArray();
        var total = (double)frequent.Sum(f => f.Value);
        Frequent = [.. frequent.Select(f => (f.Key, f.Value / total))];
    }

    /// <summary>What followed the last <paramref name="order"/> tokens; empty where they were never seen.</summary>
    public float Find(ReadOnlySpan<int> history, int order, out ReadOnlySpan<int> tokens, out ReadOnlySpan<float> counts)
    {
        if (history.Length >= order && _orders[order - 1].TryGetValue(Key(history[^order..]), out var found))
        {
            tokens = _tokens.AsSpan(found.Start, found.Length);
            counts = _counts.AsSpan(found.Start, found.Length);
            return found.Total;
        }

        tokens = default;
        counts = default;
        return 0;
    }

    private static Dictionary<ulong, Continuations> Build(IReadOnlyList<int[]> documents, int order, List<int> tokens, List<float> counts)
    {
        var seen = new (ulong Context, int Next)[documents.Sum(d => Math.Max(0, d.Length - order))];
        var n = 0;
        foreach (var document in documents)
        {
            for (var i = order; i < document.Length; i++)
                seen[n++] = (Key(document.AsSpan(i - order, order)), document[i]);
        }

        Array.Sort(seen);
        var contexts = new Dictionary<ulong, Continuations>();
        var next = new List<(int Token, float Count)>();
        for (var i = 0; i < seen.Length;)
        {
            var context = seen[i].Context;
            next.Clear();
            for (; i < seen.Length && seen[i].Context == context; i++)
            {
                if (next.Count > 0 && next[^1].Token == seen[i].Next)
                    next[^1] = (seen[i].Next, next[^1].Count + 1);
                else
                    next.Add((seen[i].Next, 1));
            }

            if (next.Count > MostContinuations)
            {
                next.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Token.CompareTo(b.Token));
                next.RemoveRange(MostContinuations, next.Count - MostContinuations);
            }

            contexts[context] = new Continuations(tokens.Count, next.Count, next.Sum(static x => x.Count));
            foreach (var (token, count) in next)
            {
                tokens.Add(token);
                counts.Add(count);
            }
        }

        return contexts;
    }

    private static ulong Key(ReadOnlySpan<int> context)
    {
        var key = 0UL;
        foreach (var token in context)
            key = SplitMix.Mix(key ^ (uint)token);
        return key;
    }
}
