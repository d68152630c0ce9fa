namespace Weir.Drill.Model.Text;

/// <summary>
/// The n-gram model bent towards a topic: what followed the last tokens anywhere, and, weighing more, what followed
/// them in the passages nearest to the prompt. A passage that was told once fades, so that an answer moves on.
/// </summary>
public sealed class Prose
{
    private const double TailShare = 0.002;
    private const double RepeatFactor = 0.02;
    private const float Told = 0.02f;

    private readonly NGrams _grams;
    private readonly int _order;
    private readonly double _trust;
    private readonly int[] _near;
    private readonly float[] _weights;

    /// <param name="trust">How much weight the nearest passage has against all that was read.</param>
    public Prose(NGrams grams, int order, double trust, IReadOnlyList<(int[] Tokens, float Score)> near)
    {
        (_grams, _order, _trust) = (grams, order, trust);
        _near = new int[near.Sum(n => n.Tokens.Length)];
        _weights = new float[_near.Length];
        var at = 0;
        foreach (var (tokens, score) in near)
        {
            tokens.CopyTo(_near, at);
            _weights.AsSpan(at, tokens.Length).Fill(score * score);
            at += tokens.Length;
        }
    }

    /// <summary>Adds the chances of what comes next, times <paramref name="share"/>, which is what they sum to.</summary>
    public void AddNext(ReadOnlySpan<int> history, double share, Distribution into)
    {
        // Longest context first: each order takes its part of what is left and hands the rest down (Witten and Bell).
        var left = share;
        for (var order = Math.Min(_order, history.Length); order > 0; order--)
        {
            var read = _grams.Find(history, order, out var tokens, out var counts);
            var near = NearTotal(history, order);
            var total = read + near;
            if (total <= 0)
                continue;
            var doubt = tokens.Length * (order == 1 ? 0.5 : 0.15) + 0.05;
            var taken = left * total / (total + doubt);
            for (var i = 0; i < tokens.Length; i++)
                into.Add(tokens[i], taken * counts[i] / total);
            AddNear(history, order, taken / total, into);
            left -= taken;
        }

        var tail = Math.Max(left, TailShare * share);
        foreach (var (token, part) in _grams.Frequent)
            into.Add(token, tail * part);
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
            total += _weights[at] * _trust;
        return total;
    }

    private void AddNear(ReadOnlySpan<int> history, int order, double factor, Distribution into)
    {
        foreach (var at in new Places(_near, history[^order..]))
            into.Add(_near[at], factor * _weights[at] * _trust);
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
