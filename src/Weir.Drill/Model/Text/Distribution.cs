namespace Weir.Drill.Model.Text;

/// <summary>
/// Chances of the next token: few entries, the rest of the vocabulary has none. Filled anew for each step, so one
/// instance serves a whole answer. Not safe for two threads.
/// </summary>
public sealed class Distribution
{
    private readonly Dictionary<int, int> _places = new(256);
    private int[] _tokens = new int[256];
    private double[] _chances = new double[256];
    private double[] _tempered = new double[256];
    private int[] _order = new int[256];

    public int Count { get; private set; }
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Count);
    public Span<double> Chances => _chances.AsSpan(0, Count);

    public void Clear()
    {
        _places.Clear();
        Count = 0;
    }

    public void Add(int token, double weight)
    {
        if (weight <= 0)
            return;
        ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_places, token, out var exists);
        if (exists)
        {
            _chances[place] += weight;
            return;
        }

        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count * 2);
            Array.Resize(ref _chances, Count * 2);
            Array.Resize(ref _tempered, Count * 2);
            Array.Resize(ref _order, Count * 2);
        }

        place = Count;
        _tokens[Count] = token;
        _chances[Count++] = weight;
    }

    public double Of(int token) => _places.TryGetValue(token, out var place) ? _chances[place] : 0;

    public void Scale(int token, double factor)
    {
        if (_places.TryGetValue(token, out var place))
            _chances[place] *= factor;
    }

    /// <summary>Moves what one token has to another.</summary>
    public void Move(int from, int to, double share)
    {
        if (!_places.TryGetValue(from, out var place) || _chances[place] <= 0)
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
            if (!_places.ContainsKey(token))
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
                weights[_places[token]] += added;
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
