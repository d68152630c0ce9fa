namespace Weir.Policy;

/// <summary>What left through an account lately.</summary>
/// <param name="Today">New output tokens since midnight (UTC).</param>
/// <param name="ThirtyDays">The same in thirty days, today included.</param>
/// <param name="NewShare">How much of the output of thirty days was new.</param>
/// <param name="MainModel">The model it took most from.</param>
public readonly record struct RecentExposure(long Today, long ThirtyDays, double NewShare, string? MainModel)
{
    /// <summary>Share of the budget that is used: the fuller of its two windows.</summary>
    public double UsedOf(ExposureBudget? budget) => Math.Max(
        budget?.PerDay is { } day ? Today / (double)day : 0,
        budget?.PerThirtyDays is { } month ? ThirtyDays / (double)month : 0);
}

/// <summary>
/// Exposure by day, for budgets. It is told the exposure of an account's whole life and takes the difference, so that a journal
/// that is read twice counts once. Accounts that took next to nothing are not remembered. One thread at a time.
/// </summary>
public sealed class ExposureBook
{
    /// <summary>An account is remembered from here on: less is no student's worth.</summary>
    public const long Least = 2_000;

    private const int Days = 30;
    private const int MostBack = 2;
    private const long MostLeave = 65_536;
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public int Count => _accounts.Count;

    /// <param name="tokens">Output tokens of the account's whole life.</param>
    /// <param name="newTokens">Those that were new.</param>
    /// <param name="licensed">Output of this exchange that a licence covers: it is no budget's business.</param>
    public RecentExposure Sample(string account, DateTimeOffset time, long tokens, long newTokens, string? model, long licensed = 0)
    {
        if (newTokens < Least && !_accounts.ContainsKey(account))
            return new RecentExposure(newTokens, newTokens, tokens > 0 ? newTokens / (double)tokens : 1, model);
        if (!_accounts.TryGetValue(account, out var known))
            _accounts[account] = known = new Account();
        known.Take(time, tokens, newTokens, model, licensed);
        return known.Recent((int)(time.ToUnixTimeSeconds() / 86_400));
    }

    /// <summary>What is known of an account, at a moment.</summary>
    public RecentExposure Of(string account, DateTimeOffset time) =>
        _accounts.TryGetValue(account, out var known) ? known.Recent((int)(time.ToUnixTimeSeconds() / 86_400)) : new RecentExposure(0, 0, 1, null);

    /// <summary>Forgets an account, and nobody else.</summary>
    public bool Forget(string account) => _accounts.Remove(account);

    public void Save(Stream stream)
    {
        using var to = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        to.Write(Version);
        to.Write(_accounts.Count);
        foreach (var (name, account) in _accounts)
        {
            to.Write(name);
            account.Save(to);
        }
    }

    /// <summary>False where it is of another version or broken; then the book is empty and fills again.</summary>
    public bool Restore(Stream stream)
    {
        try
        {
            using var from = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            var version = from.ReadInt32();
            if (version is < 1 or > Version)
                return false;
            for (var left = from.ReadInt32(); left > 0; left--)
                _accounts[from.ReadString()] = Account.Read(from, version);
            return true;
        }
        catch (Exception broken) when (broken is EndOfStreamException or IOException or FormatException or ArgumentException)
        {
            _accounts.Clear();
            return false;
        }
    }

    /// <summary>The first one did not know up to which moment an account was counted.</summary>
    private const int Version = 2;

    private sealed class Account
    {
        private readonly long[] _new = new long[Days];
        private int _day;
        private long _tokens, _newTokens;
        // The most frequent by the majority vote of Boyer and Moore, weighed by tokens.
        private string? _model;
        private long _votes;
        private long _leave;
        /// <summary>The newest exchange that was counted, and up to which of them the analysis takes in again what was counted already.</summary>
        private long _countedTo, _againTo;

        public void Take(DateTimeOffset time, long tokens, long newTokens, string? model, long licensed)
        {
            var at = time.ToUnixTimeMilliseconds();
            if (tokens < _tokens)
                // An analysis that began anew reads the same journal: up to here nothing in it is new.
                _againTo = _countedTo;
            if (at <= _againTo)
            {
                (_tokens, _newTokens) = (tokens, newTokens);
                return;
            }

            _countedTo = Math.Max(_countedTo, at);
            Turn((int)(time.ToUnixTimeSeconds() / 86_400));
            var (more, moreNew) = (Math.Max(0, tokens - _tokens), Math.Max(0, newTokens - _newTokens));
            // An analysis that began anew knows less than it did: from there on its differences count.
            (_tokens, _newTokens) = (tokens, newTokens);
            // Of an exchange late enough to belong to a day that is over, today pays: nobody gains by it.
            // What the analysis still holds for order shows up some exchanges later, so leave that was not used yet is carried along a little way.
            _leave = Math.Min(_leave + licensed, MostLeave);
            var covered = Math.Min(_leave, moreNew);
            _leave -= covered;
            _new[_day % Days] += moreNew - covered;
            if (model is null || more == 0)
                return;
            if (string.Equals(_model, model, StringComparison.Ordinal))
                _votes += more;
            else if ((_votes -= more) < 0)
                (_model, _votes) = (model, -_votes);
        }

        public RecentExposure Recent(int day)
        {
            long month = 0;
            for (var i = 0; i < Days; i++)
            {
                if (_day - i > day - Days)
                    month += _new[((_day - i) % Days + Days) % Days];
            }

            return new RecentExposure(day > _day ? 0 : _new[_day % Days], month, _tokens > 0 ? _newTokens / (double)_tokens : 1, _model);
        }

        private void Turn(int day)
        {
            // Days back is a clock that was ahead, or a journal that is read again from its beginning: what was counted in days that had not come goes.
            if (_day - day > MostBack)
                Array.Clear(_new);
            if (_day == 0 || _day - day > MostBack)
                _day = day;
            // A jump by more than the window forgets it all, as it should.
            for (var steps = Math.Min(day - _day, Days); steps > 0; steps--)
                _new[(day - steps + 1) % Days] = 0;
            _day = Math.Max(_day, day);
        }

        public void Save(BinaryWriter to)
        {
            to.Write(_day);
            to.Write(_tokens);
            to.Write(_newTokens);
            to.Write(_model ?? "");
            to.Write(_votes);
            foreach (var day in _new)
                to.Write(day);
            to.Write(_countedTo);
            to.Write(_againTo);
        }

        public static Account Read(BinaryReader from, int version)
        {
            var account = new Account { _day = from.ReadInt32(), _tokens = from.ReadInt64(), _newTokens = from.ReadInt64() };
            account._model = from.ReadString() is { Length: > 0 } model ? model : null;
            account._votes = from.ReadInt64();
            for (var i = 0; i < Days; i++)
                account._new[i] = from.ReadInt64();
            if (version > 1)
                (account._countedTo, account._againTo) = (from.ReadInt64(), from.ReadInt64());
            return account;
        }
    }
}
