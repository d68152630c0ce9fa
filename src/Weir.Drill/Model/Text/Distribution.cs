namespace Weir.Drill.Model.Text;

/// <summary>
/// Chances of the next token: few entries, the rest of the vocabulary has none. Filled anew for each step, so one
/// instance serves a whole answer. Not safe for two threads.
/// </summary>
/// <param name="vocabulary">Tokens below this number are found at once; those above by a search.</param>
public sealed class Distribution(int vocabulary)
{
    // Where a token of the vocabulary stands, if it has the stamp of this step: clearing is one addition.
    private readonly (int Stamp, int Place)[] _known = new (int, int)[vocabulary];
    // Single signs beyond the vocabulary are rare: most answers have none.
    private readonly Dictionary<int, int> _signs = [];
    private int _stamp = 1;
    private int[] _tokens = new int[256];
    private double[] _chances = new double[256];
    private double[] _tempered = new double[256];
    private int[] _order = new int[256];

    public int Count { get; private set; }
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Count);
    public Span<double> Chances => _chances.AsSpan(0, Count);

    public void Clear()
    {
        _stamp++;
        if (_signs.Count > 0)
            _signs.Clear();
        Count = 0;
    }

    public void Add(int token, double weight)
    {
        if (weight <= 0)
            return;
        var place = Place(token);
        if (place >= 0)
        {
            _chances[place] += weight;
            return;
        }

        if (Count == _tokens.Length)
            Grow();
        if (token < _known.Length)
            _known[token] = (_stamp, Count);
        else
            _signs[token] = Count;
        _tokens[Count] = token;
        _chances[Count++] = weight;
    }

    /// <summary>Where a token stands, or -1.</summary>
    private int Place(int token)
    {
        if (token < _known.Length)
            return _known[token].Stamp == _stamp ? _known[token].Place : -1;
        return _signs.TryGetValue(token, out var place) ? place : -1;
    }

    private void Grow()
    {
        Array.Resize(ref _tokens, Count * 2);
        Array.Resize(ref _chances, Count * 2);
        Array.Resize(ref _tempered, Count * 2);
        Array.Resize(ref _order, Count * 2);
    }

    public double Of(int token) => Place(token) is >= 0 and var place ? _chances[place] : 0;

    public void Scale(int token, double factor)
    {
        if (Place(token) is >= 0 and var place)
            _chances[place] *= factor;
    }

    /// <summary>Moves what one token has to another.</summary>
    public void Move(int from, int to, double share)
    {
        var place = Place(from);
        if (place < 0 || _chances[place] <= 0)
            return;
        var moved = _chances[place] * share;
        _chances[place] -= moved;
        Add(to, moved);
    }

    /// <summary>Makes the chances sum to one; what they summed to before comes back.</summary>
    public double Normalise()
    {
        var total = 0.0;
        foreach (var chance in Chances)
            total += chance;
        foreach (ref var chance in Chances)
            chance /= total;
        return total;
    }

    /// <summary>The most likely tokens with their log-probabilities, likeliest first, ties by number.</summary>
    public TokenChance[] Top(int most)
    {
        Sort(_chances);
        var top = new TokenChance[Math.Min(most, Count)];
        for (var i = 0; i < top.Length; i++)
            top[i] = new TokenChance(_tokens[_order[i]], Log(_chances[_order[i]]));
        return top;
    }

    /// <summary>Probability zero is shown as -9999, as the providers do.</summary>
    public static double Log(double chance) => chance > 0 ? Math.Log(chance) : -9999;

    /// <summary>Draws a token after bias, temperature, top-k and top-p. Temperature 0 takes the likeliest.</summary>
    public int Draw(ref SplitMix random, double temperature, double topP, int topK, IReadOnlyList<(int Token, double Bias)> bias)
    {
        foreach (var (token, _) in bias)
        {
            // A wanted token that the model would never say enters with next to nothing, so that a strong bias can lift it.
            if (Place(token) < 0)
                Add(token, 1e-9);
        }

        var likeliest = Temper(temperature, bias);
        if (temperature <= 0)
            return _tokens[likeliest];
        var weights = _tempered.AsSpan(0, Count);
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;

        if (topP < 1 || (topK > 0 && topK < Count))
            total = KeepNucleus(weights, total, topP, topK);
        var at = random.NextDouble() * total;
        for (var i = 0; i < Count; i++)
        {
            at -= weights[i];
            if (at < 0)
                return _tokens[i];
        }

        return _tokens[likeliest];
    }

    /// <summary>Fills the weights to draw by, and says which entry is the likeliest.</summary>
    private int Temper(double temperature, IReadOnlyList<(int Token, double Bias)> bias)
    {
        var weights = _tempered.AsSpan(0, Count);
        Chances.CopyTo(weights);
        if (bias.Count > 0)
        {
            // In logarithms, because the biases that callers use (100) overflow a product.
            foreach (ref var weight in weights)
                weight = Math.Log(Math.Max(weight, 1e-300));
            foreach (var (token, added) in bias)
                weights[Place(token)] += added;
            var highest = double.NegativeInfinity;
            foreach (var weight in weights)
                highest = Math.Max(highest, weight);
            foreach (ref var weight in weights)
                weight = Math.Exp(weight - highest);
        }

        var likeliest = 0;
        for (var i = 1; i < weights.Length; i++)
        {
            if (weights[i] > weights[likeliest] || (weights[i] == weights[likeliest] && _tokens[i] < _tokens[likeliest]))
                likeliest = i;
        }

        if (temperature is not (<= 0 or 1))
        {
            var best = weights[likeliest];
            foreach (ref var weight in weights)
                weight = Math.Pow(weight / best, 1 / temperature);
        }

        return likeliest;
    }

    private double KeepNucleus(Span<double> weights, double total, double topP, int topK)
    {
        Sort(_tempered);
        var kept = 0.0;
        var i = 0;
        while (i < Count && (i == 0 || (kept < topP * total && (topK <= 0 || i < topK))))
            kept += weights[_order[i++]];
        while (i < Count)
            weights[_order[i++]] = 0;
        return kept;
    }

    private void Sort(double[] by)
    {
        var order = _order.AsSpan(0, Count);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        order.Sort((a, b) => by[a] != by[b] ? by[b].CompareTo(by[a]) : _tokens[a].CompareTo(_tokens[b]));
    }
}
