namespace Weir.Detection.Campaigns;

/// <summary>
/// How differently much accounts send: the standard deviation of the natural logarithm of their exchanges a day, read off the middle four in five so that a stranger or two among
/// them do not hide an even load, less what counting few exchanges adds by chance.
/// </summary>
internal sealed class Rates
{
    private const int Fewest = 6;
    /// <summary>Below this an even load cannot be told from hardly any.</summary>
    private const int Counted = 8;
    /// <summary>Standard deviations between the first tenth and the last of a normal distribution.</summary>
    private const double Middle = 2.563;
    private const double Least = 0.1;

    private readonly List<double> _rates = [];
    private double _chance;

    public bool IsTold => _rates.Count >= Fewest;

    public void Add(LinkRecord record)
    {
        if (record.Exchanges < 2)
            return;
        _rates.Add(Math.Log(record.Exchanges / Math.Max(1, (record.Last - record.First) / 86_400_000.0)));
        _chance += record.Exchanges < Counted ? 0 : 1.0 / record.Exchanges;
    }

    public double Spread()
    {
        _rates.Sort();
        var spread = (At(0.9) - At(0.1)) / Middle;
        return Math.Sqrt(Math.Max(Math.Min(spread * spread, Least * Least), spread * spread - _chance / _rates.Count));
    }

    private double At(double part)
    {
        var at = part * (_rates.Count - 1);
        var below = (int)at;
        return _rates[below] + (at - below) * (_rates[Math.Min(below + 1, _rates.Count - 1)] - _rates[below]);
    }
}
