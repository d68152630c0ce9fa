namespace Weir.Drill.Model.Text;

/// <summary>
/// The n-gram model bent towards a topic: what followed the last tokens anywhere, and, weighing more, what followed
/// them in the passages nearest to the prompt. A passage that was told once fades, so that an answer moves on.
/// </summary>
public sealed class Prose
{
    /// <summary>How unsure a context is for each different token that was read behind it.</summary>
    private const double Doubt = 0.15;
    /// <summary>Weight at which passages near the prompt count half: below that of one fresh place, above that of told ones.</summary>
    private const double Faded = 0.05;
    private const double RepeatFactor = 0.02;
    private const float Told = 0.02f;
    /// <summary>A fresh passage that weighs less is not on the topic (its score is below 0.45 of the best).</summary>
    private const float OnTopic = 0.04f;

    private readonly NGrams _grams;
    private readonly int _order;
    private readonly double _trust;
    private readonly int[] _near;
    private readonly float[] _weights;

    /// <param name="trust">The share of the passages near the prompt against all that was read.</param>
    public Prose(NGrams grams, int order, double trust, IReadOnlyList<(int[] Tokens, float Score)> near)
    {
        (_grams, _order, _trust) = (grams, order, trust);
        _near = new int[near.Sum(n => n.Tokens.Length)];
        _weights = new float[_near.Length];
        var at = 0;
        foreach (var (tokens, score) in near)
        {
            tokens.CopyTo(_near, at);
            _weights.AsSpan(at, tokens.Length).Fill(score * score * score * score);
            at += tokens.Length;
        }
    }

    /// <summary>Adds the chances of what comes next, times <paramref name="share"/>, which is what they sum to.</summary>
    public void AddNext(ReadOnlySpan<int> history, double share, Distribution into)
    {
        // Longest context first: each order takes its part of what is left and hands the rest down (Witten and Bell).
        // Within an order the passages near the prompt and all that was read are mixed, each as shares of its own.
        var left = share;
        for (var order = Math.Min(_order, history.Length); order > 0; order--)
        {
            var read = _grams.Find(history, order, out var tokens, out var counts);
            var near = NearTotal(history, order);
            if (read + near <= 0)
                continue;
            var fromNear = near > 0 ? _trust * near / (near + Faded) : 0;
            var certain = order == _order ? 0.97 : order == 1 ? 0.9 : 0.95;
            var taken = left * (fromNear + (1 - fromNear) * read / (read + Doubt * tokens.Length)) * certain;
            if (fromNear > 0)
                AddNear(history, order, taken * (tokens.IsEmpty ? 1 : fromNear) / near, into);
            for (var i = 0; i < tokens.Length; i++)
                into.Add(tokens[i], taken * (1 - fromNear) * counts[i] / read);
            left -= taken;
        }

        // Nothing but what has begun a passage may begin one.
        var tail = history[^1] == Vocabulary.Begin ? 0 : left;
        foreach (var (token, part) in _grams.Frequent)
            into.Add(token, tail * part);
    }

    /// <summary>Whether a passage on the topic has not been told yet.</summary>
    public bool HasMore
    {
        get
        {
            for (var at = 0; at + 1 < _near.Length; at++)
            {
                if (_near[at] == Vocabulary.Begin && _weights[at + 1] >= OnTopic)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Makes it unlikely to say again the four tokens that were said before.</summary>
    public static void AvoidRepeats(ReadOnlySpan<int> said, Distribution chances)
    {
        if (said.Length < 8)
            return;
        var last = said[^3..];
        var before = said[..^1];
        while (true)
        {
            var at = before.LastIndexOf(last);
            if (at < 0)
                return;
            chances.Scale(said[at + 3], RepeatFactor);
            before = said[..(at + 2)];
        }
    }

    /// <summary>Lets the places fade from which <paramref name="next"/> could have been taken.</summary>
    public void Tell(ReadOnlySpan<int> history, int next)
    {
        var order = Math.Min(_order, history.Length);
        foreach (var at in new Places(_near, history[^order..]))
        {
            if (_near[at] == next)
                _weights[at] *= Told;
        }
    }

    private double NearTotal(ReadOnlySpan<int> history, int order)
    {
        var total = 0.0;
        foreach (var at in new Places(_near, history[^order..]))
            total += _weights[at];
        return total;
    }

    private void AddNear(ReadOnlySpan<int> history, int order, double factor, Distribution into)
    {
        foreach (var at in new Places(_near, history[^order..]))
            into.Add(_near[at], factor * _weights[at]);
    }

    /// <summary>Positions behind each occurrence of a context.</summary>
    private ref struct Places(ReadOnlySpan<int> tokens, ReadOnlySpan<int> context)
    {
        private readonly ReadOnlySpan<int> _tokens = tokens;
        private readonly ReadOnlySpan<int> _context = context;

        public int Current { get; private set; }

        public readonly Places GetEnumerator() => this;

        public bool MoveNext()
        {
            var from = Current == 0 ? 0 : Current - _context.Length + 1;
            if (from >= _tokens.Length)
                return false;
            var found = _tokens[from..].IndexOf(_context);
            Current = from + found + _context.Length;
            return found >= 0 && Current < _tokens.Length;
        }
    }
}
