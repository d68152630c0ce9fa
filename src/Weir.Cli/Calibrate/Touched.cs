using Weir.Cli.Analyze;

namespace Weir.Cli.Calibrate;

/// <summary>
/// What a verdict would have touched: accounts, and exchanges. Exchanges of one account stand or fall together, so their
/// interval is taken from the spread between accounts and not from their number.
/// </summary>
internal sealed class Touched
{
    private const double Z = 1.959964;

    private readonly List<(long Touched, long All)> _accounts = [];

    public void Add(long exchanges, bool touched) => _accounts.Add((touched ? exchanges : 0, exchanges));

    public Share Accounts => new(_accounts.Count(account => account.Touched > 0), _accounts.Count);

    public long Exchanges => _accounts.Sum(account => account.Touched);

    public long OfExchanges => _accounts.Sum(account => account.All);

    public double? ExchangeShare => OfExchanges == 0 ? null : (double)Exchanges / OfExchanges;

    public (double Low, double High) ExchangeInterval
    {
        get
        {
            if (ExchangeShare is not { } share)
                return (0, 1);
            // With none or all touched there is no spread to see; how many accounts were looked at is then all that is known.
            if (Exchanges == 0 || Exchanges == OfExchanges)
                return Accounts.Interval;
            var spread = _accounts.Sum(account => Math.Pow(account.Touched - (share * account.All), 2));
            var error = Z * Math.Sqrt(spread) / OfExchanges;
            return (Math.Max(0, share - error), Math.Min(1, share + error));
        }
    }
}
