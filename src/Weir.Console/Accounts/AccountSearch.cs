using Weir.Detection.Accounts;
using Weir.Gateway;
using Weir.Policy;

namespace Weir.Console.Accounts;

/// <summary>A page of a list, how many accounts there are that fit, and how long ago that was true.</summary>
public sealed record AccountHits(IReadOnlyList<AccountRow> Rows, long All, TimeSpan Age);

/// <summary>What came of a search: hits; or none, and how far the table is that it needs.</summary>
internal readonly record struct Searched(AccountHits? Hits, TableState State, double Progress);

/// <summary>Finds accounts: those that a decision or a campaign names by their names, all others by looking through the table of all.</summary>
internal sealed class AccountSearch(GatewayParts gateway, AccountTable table)
{
    public async Task<Searched> FindAsync(AccountQuery query, CancellationToken cancel)
    {
        var named = NamesOf(query);
        if (named is not null || query.Campaign is not null)
            return await ByNameAsync(query, named, cancel) is { } few ? new(few, TableState.Ready, 1) : new(null, TableState.Busy, 0);
        if (await table.FreshAsync(cancel) is not TableState.Ready and var state)
            return new(null, state, table.Progress);
        // Beside whatever serves calls.
        return new(await Task.Run(() => InTable(query), cancel), TableState.Ready, 1);
    }

    private AccountHits InTable(AccountQuery query)
    {
        var best = new BestRows(query);
        table.Each(best.Add);
        return best.Page(table.Age);
    }

    private async Task<AccountHits?> ByNameAsync(AccountQuery query, HashSet<string>? named, CancellationToken cancel)
    {
        var best = new BestRows(query);
        var looked = await gateway.Detection.LookAsync(
            analysis =>
            {
                IEnumerable<string> names = named ?? [];
                if (query.Campaign is { } id)
                {
                    var members = analysis.CampaignMembers().FirstOrDefault(one => string.Equals(one.Campaign, id, StringComparison.Ordinal))?.Accounts.Select(static one => one.Account) ?? [];
                    names = named is null ? members : members.Where(named.Contains);
                }

                // Known by a decision and not by an exchange: listed all the same.
                foreach (var name in names)
                    best.Add(analysis.RowOf(name) ?? new AccountRow(name, null, Detection.Verdict.Clear, Detection.Verdict.Clear, Licensed: false, 0, 0, 0, 0, DateTimeOffset.UnixEpoch));
                return best;
            },
            cancel);
        return looked?.Page(TimeSpan.Zero);
    }

    /// <summary>Null where the question names nobody.</summary>
    private HashSet<string>? NamesOf(AccountQuery query)
    {
        if (query.Posture is not { } posture || posture == Posture.Open)
            return null;
        var now = gateway.Policy.Now;
        return gateway.Policy.Look((book, _, _) => book.Standings.Values.Where(one => one.Whom.Kind == SubjectKind.Account && one.At(now) == posture).Select(static one => one.Whom.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The best so many of all that were shown, kept in a heap whose root is the worst of them.</summary>
    private sealed class BestRows
    {
        private readonly AccountQuery _query;
        private readonly int _most;
        private readonly PriorityQueue<AccountRow, AccountRow> _kept;
        private AccountRow _worst;
        private long _all;

        public BestRows(AccountQuery query)
        {
            (_query, _most) = (query, query.Page * AccountQuery.PageSize);
            _kept = new PriorityQueue<AccountRow, AccountRow>(Comparer<AccountRow>.Create((a, b) => -query.Compare(a, b)));
        }

        public void Add(TablePart part)
        {
            if (_query.Text is { } text)
            {
                if (text.Contains(TablePart.Between, StringComparison.Ordinal))
                    return;
                for (var row = part.Next(0, text); row >= 0; row = part.Next(row + 1, text))
                    Add(part, row);
                return;
            }

            for (var row = 0; row < part.Rows.Length; row++)
                Add(part, row);
        }

        private void Add(TablePart part, int place)
        {
            ref readonly var row = ref part.Rows[place];
            if (!_query.FitsBesideName(row))
                return;
            _all++;
            // Nearly all end here, by what lies side by side in memory.
            if (_kept.Count == _most && (_query.CompareBesideName(row, _worst) is not 0 and var order ? order : part.NameOf(place).SequenceCompareTo(_worst.Account)) >= 0)
                return;
            Keep(row);
        }

        public void Add(in AccountRow row)
        {
            if (!_query.Fits(row))
                return;
            _all++;
            if (_kept.Count < _most || _query.Compare(row, _worst) < 0)
                Keep(row);
        }

        private void Keep(in AccountRow row)
        {
            if (_kept.Count < _most)
                _kept.Enqueue(row, row);
            else
                _kept.EnqueueDequeue(row, row);
            _worst = _kept.Peek();
        }

        public AccountHits Page(TimeSpan age)
        {
            var rows = new AccountRow[_kept.Count];
            for (var i = rows.Length - 1; i >= 0; i--)
                rows[i] = _kept.Dequeue();
            return new(rows[Math.Min(rows.Length, (_query.Page - 1) * AccountQuery.PageSize)..], _all, age);
        }
    }
}
