using Weir.Detection.Accounts;
using Weir.Gateway;

namespace Weir.Console.Accounts;

/// <summary>
/// All accounts in a row, as detection had them a moment ago, so that a list is searched and ordered beside detection and not on its thread. It is there only while
/// somebody looks at lists: some 130 bytes an account, taken part by part, each in a few milliseconds of detection's thread, and so seldom that it takes no more than a
/// twentieth of its time. Without lists nothing is kept and nothing is taken.
/// </summary>
internal sealed class AccountTable(GatewayParts gateway, CancellationToken stopping)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(40);
    private const int Share = 20;

    private readonly Lock _gate = new();
    private readonly Part[] _parts = [.. Enumerable.Range(0, AccountAnalysis.Parts).Select(static _ => new Part())];
    private Task<bool>? _taking;
    private bool _isWhole;
    private long _takenAt;
    private long _askedAt;
    private TimeSpan _cost;
    private int _reached;

    /// <summary>How much of a first taking is done, 0 to 1.</summary>
    public double Progress => (double)Volatile.Read(ref _reached) / AccountAnalysis.Parts;

    /// <summary>How long ago what is in it was true.</summary>
    public TimeSpan Age => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _takenAt));

    /// <summary>
    /// Has the table taken anew where it is old. Whoever comes while it is waits for it only where there is none yet, and then not for long.
    /// </summary>
    public async Task<TableState> FreshAsync(CancellationToken cancel)
    {
        Task<bool> taking;
        bool isWhole;
        lock (_gate)
        {
            Interlocked.Exchange(ref _askedAt, TimeProvider.System.GetTimestamp());
            if (_taking is null && (!_isWhole || Age >= _cost * Share))
            {
                if (!_isWhole)
                    _ = ForgetAsync();
                _taking = Task.Run(TakeAsync, CancellationToken.None);
            }

            isWhole = _isWhole;
            taking = _taking ?? Task.FromResult(true);
            // What takes no time is waited for, so that a list shows what is true now.
            if (isWhole && _cost > AtOnce * 4 && Age < Old)
                return TableState.Ready;
        }

        try
        {
            return await taking.WaitAsync(Patience, TimeProvider.System, cancel) ? TableState.Ready : TableState.Busy;
        }
        catch (TimeoutException)
        {
            return isWhole ? TableState.Ready : TableState.Filling;
        }
    }

    /// <summary>Shows all rows, part by part. A part waits for detection, and detection for it, for a moment at most.</summary>
    public void Each(RowsOfPart look)
    {
        foreach (var part in _parts)
        {
            lock (part.Gate)
                look(new TablePart(part.Rows.AsSpan(0, part.Count), part.Names, part.Ends));
        }
    }

    private async Task<bool> TakeAsync()
    {
        var done = false;
        var spent = TimeSpan.Zero;
        try
        {
            Volatile.Write(ref _reached, 0);
            while (_reached < AccountAnalysis.Parts)
            {
                if (await gateway.Detection.LookAsync(analysis => new Spent(Take(analysis)), stopping) is not { } took)
                    return false;
                spent += took.Time;
            }

            return done = true;
        }
        finally
        {
            lock (_gate)
            {
                _taking = null;
                if (done)
                {
                    (_isWhole, _cost) = (true, spent);
                    Interlocked.Exchange(ref _takenAt, TimeProvider.System.GetTimestamp());
                }
            }
        }
    }

    private TimeSpan Take(AccountAnalysis analysis)
    {
        var began = TimeProvider.System.GetTimestamp();
        do
        {
            _parts[_reached].Take(analysis.RowsOf(_reached));
            Volatile.Write(ref _reached, _reached + 1);
        }
        while (_reached < AccountAnalysis.Parts && TimeProvider.System.GetElapsedTime(began) < AtOnce);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Gives the memory back once nobody has looked for a while.</summary>
    private async Task ForgetAsync()
    {
        try
        {
            do
                await Task.Delay(Unused, TimeProvider.System, stopping);
            while (TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _askedAt)) < Unused);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            _isWhole = false;
            foreach (var part in _parts)
                part.Forget();
        }
    }

    public delegate void RowsOfPart(TablePart part);

    private sealed record Spent(TimeSpan Time);

    private sealed class Part
    {
        public readonly Lock Gate = new();
        public AccountRow[] Rows = [];
        public char[] Names = [];
        public int[] Ends = [];
        public int Count;

        public void Take(IEnumerable<AccountRow> rows)
        {
            lock (Gate)
            {
                var (count, end) = (0, 0);
                foreach (var row in rows)
                {
                    if (count == Rows.Length)
                    {
                        Array.Resize(ref Rows, Math.Max(16, Rows.Length + Rows.Length / 4));
                        Array.Resize(ref Ends, Rows.Length);
                    }

                    if (end + row.Account.Length >= Names.Length)
                        Array.Resize(ref Names, Math.Max(1_024, Math.Max(Names.Length + Names.Length / 4, end + row.Account.Length + 1)));
                    Rows[count] = row;
                    row.Account.CopyTo(Names.AsSpan(end));
                    Ends[count++] = end += row.Account.Length;
                    Names[end++] = TablePart.Between;
                }

                // Names of accounts that are gone are not kept alive by it.
                Array.Clear(Rows, count, Rows.Length - count);
                Names.AsSpan(end).Clear();
                Count = count;
            }
        }

        public void Forget()
        {
            lock (Gate)
                (Rows, Names, Ends, Count) = ([], [], [], 0);
        }
    }
}

/// <summary>Some of the rows, and their names one after the other, so that to look through names is to walk along memory.</summary>
internal readonly ref struct TablePart(ReadOnlySpan<AccountRow> rows, ReadOnlySpan<char> names, ReadOnlySpan<int> ends)
{
    /// <summary>Stands after each name; no account can be called so.</summary>
    public const char Between = '\0';

    private readonly ReadOnlySpan<char> _names = names;
    private readonly ReadOnlySpan<int> _ends = ends;

    public ReadOnlySpan<AccountRow> Rows { get; } = rows;

    public ReadOnlySpan<char> NameOf(int row) => _names[Start(row).._ends[row]];

    /// <summary>The first row from this one on whose name holds the text; -1 for none.</summary>
    public int Next(int row, ReadOnlySpan<char> text)
    {
        if (row >= Rows.Length)
            return -1;
        var start = Start(row);
        var at = _names[start.._ends[Rows.Length - 1]].IndexOf(text, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return -1;
        // The row in which it ends is the one in which it begins: no text holds what stands between.
        var place = _ends[..Rows.Length].BinarySearch(start + at + text.Length);
        return place < 0 ? ~place : place;
    }

    private int Start(int row) => row == 0 ? 0 : _ends[row - 1] + 1;
}

internal enum TableState
{
    Ready,
    /// <summary>It is being taken for the first time, and that takes a while.</summary>
    Filling,
    /// <summary>Detection has too many questions to answer.</summary>
    Busy,
}
