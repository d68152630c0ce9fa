using System.Threading.Channels;
using Weir.Detection.Accounts;
using Weir.Gateway;
using Weir.Policy;

namespace Weir.Console.Accounts;

/// <summary>A page of a list, and how many accounts there are that fit.</summary>
public sealed record AccountHits(IReadOnlyList<AccountRow> Rows, long All);

/// <summary>
/// Looks through all accounts where they are: part by part, each in a few milliseconds of detection's thread, which takes exchanges in between. No index is kept,
/// so accounts cost nothing while nobody looks, and what is found is what is true now. One search at a time.
/// </summary>
internal sealed class AccountSearch(GatewayParts gateway)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(8);

    /// <summary>Room for one: who has put something in may search, and takes it out again.</summary>
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);

    /// <summary>Null where detection is busy.</summary>
    public async Task<AccountHits?> FindAsync(AccountQuery query, CancellationToken cancel)
    {
        await _turn.Writer.WriteAsync(true, cancel);
        try
        {
            var best = new BestRows(query, query.Page * AccountQuery.PageSize);
            // What a decision or a campaign names is few: those are looked at by name.
            var named = NamesOf(query);
            if (named is not null || query.Campaign is not null)
                return await ByNameAsync(query, named, best, cancel);
            for (var part = 0; part < AccountAnalysis.Parts;)
            {
                var from = part;
                if (await gateway.Detection.LookAsync(analysis => new Reached(Look(analysis, from, best)), cancel) is not { } reached)
                    return null;
                part = reached.Part;
            }

            return best.Page(query.Page);
        }
        finally
        {
            _turn.Reader.TryRead(out _);
        }
    }

    private static int Look(AccountAnalysis analysis, int part, BestRows best)
    {
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            foreach (var row in analysis.RowsOf(part))
                best.Add(row);
        }
        while (++part < AccountAnalysis.Parts && TimeProvider.System.GetElapsedTime(began) < AtOnce);
        return part;
    }

    private async Task<AccountHits?> ByNameAsync(AccountQuery query, HashSet<string>? named, BestRows best, CancellationToken cancel)
    {
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
        return looked?.Page(query.Page);
    }

    /// <summary>Null where the question names nobody.</summary>
    private HashSet<string>? NamesOf(AccountQuery query)
    {
        if (query.Posture is not { } posture || posture == Posture.Open)
            return null;
        var now = gateway.Policy.Now;
        return gateway.Policy.Look((book, _, _) => book.Standings.Values.Where(one => one.Whom.Kind == SubjectKind.Account && one.At(now) == posture).Select(static one => one.Whom.Name).ToHashSet(StringComparer.Ordinal));
    }

    private sealed record Reached(int Part);

    /// <summary>The best so many of all that were shown, kept in a heap whose root is the worst of them.</summary>
    private sealed class BestRows
    {
        private readonly AccountQuery _query;
        private readonly int _most;
        private readonly PriorityQueue<AccountRow, AccountRow> _kept;
        private long _all;

        public BestRows(AccountQuery query, int most)
        {
            (_query, _most) = (query, most);
            _kept = new PriorityQueue<AccountRow, AccountRow>(Comparer<AccountRow>.Create((a, b) => -query.Compare(a, b)));
        }

        public void Add(in AccountRow row)
        {
            if (!_query.Fits(row))
                return;
            _all++;
            if (_kept.Count < _most)
                _kept.Enqueue(row, row);
            else if (_query.Compare(row, _kept.Peek()) < 0)
                _kept.EnqueueDequeue(row, row);
        }

        public AccountHits Page(int page)
        {
            var rows = new AccountRow[_kept.Count];
            for (var i = rows.Length - 1; i >= 0; i--)
                rows[i] = _kept.Dequeue();
            return new(rows[Math.Min(rows.Length, (page - 1) * AccountQuery.PageSize)..], _all);
        }
    }
}
