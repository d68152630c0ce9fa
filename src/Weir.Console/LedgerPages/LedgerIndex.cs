using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Tree;

namespace Weir.Console.LedgerPages;

/// <summary>What is asked of the ledger: entries before one, of a kind, by a hand, within a time.</summary>
public sealed record LedgerQuery
{
    public string? Type { get; init; }
    public string? Actor { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    /// <summary>Entries before this one; null for the newest.</summary>
    public long? Before { get; init; }

    public bool Filters => Type is not null || Actor is not null || From is not null || Until is not null;
}

/// <summary>A page of entries, newest first.</summary>
/// <param name="Older">There are more before the last.</param>
public sealed record LedgerSlice(IReadOnlyList<long> Entries, bool Older);

/// <summary>
/// When, what and by whose hand, for each durable entry: a few bytes an entry, read once and then as the ledger grows, so that entries can be looked for
/// without reading the whole of it each time. Of a ledger that is larger than this holds, the newest can be looked for; every entry has its address.
/// </summary>
internal sealed class LedgerIndex(GatewayLedger ledger)
{
    private const int Most = 2_000_000;

    private readonly Lock _gate = new();
    private readonly FolderSource _source = new(ledger.Folder);
    private readonly List<(long Ticks, byte Type, byte Actor)> _entries = [];
    private readonly List<string> _types = [], _actors = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _first, _next;

    public FolderSource Source => _source;

    /// <summary>How many entries are durable.</summary>
    public long Size => ledger.Writer?.Checkpoint?.Size ?? 0;

    /// <summary>Kinds of entry that there are, and how many of each.</summary>
    public Task<KeyValuePair<string, int>[]> TypesAsync(CancellationToken cancel) => UnderLockAsync(() => _counts.OrderBy(static one => one.Key, StringComparer.Ordinal).ToArray(), cancel);

    public Task<string[]> ActorsAsync(CancellationToken cancel) => UnderLockAsync(() => _actors.Order(StringComparer.Ordinal).ToArray(), cancel);

    public Task<LedgerSlice> FindAsync(LedgerQuery query, int most, CancellationToken cancel) => UnderLockAsync(() => Find(query, most), cancel);

    private LedgerSlice Find(LedgerQuery query, int most)
    {
        var (type, actor) = (query.Type is null ? -1 : _types.IndexOf(query.Type), query.Actor is null ? -1 : _actors.IndexOf(query.Actor));
        if ((query.Type is not null && type < 0) || (query.Actor is not null && actor < 0))
            return new LedgerSlice([], Older: false);
        var found = new List<long>();
        for (var i = Math.Min(query.Before ?? _next, _next) - _first - 1; i >= 0; i--)
        {
            var entry = _entries[(int)i];
            if ((type >= 0 && entry.Type != type) || (actor >= 0 && entry.Actor != actor) || entry.Ticks < query.From?.UtcTicks || entry.Ticks >= query.Until?.UtcTicks)
                continue;
            if (found.Count == most)
                return new LedgerSlice(found, Older: true);
            found.Add(i + _first);
        }

        return new LedgerSlice(found, Older: false);
    }

    /// <summary>Off the socket's thread: the first look reads the whole ledger, and calls are served there.</summary>
    private Task<T> UnderLockAsync<T>(Func<T> look, CancellationToken cancel) => Task.Run(() =>
    {
        lock (_gate)
        {
            ReadOn(cancel);
            return look();
        }
    }, cancel);

    private void ReadOn(CancellationToken cancel)
    {
        var size = Size;
        if (_next == 0 && size > Most)
            _first = _next = (size - Most) / Tile.Full * Tile.Full;
        while (_next < size)
        {
            cancel.ThrowIfCancellationRequested();
            var bundle = _next / Tile.Full;
            var tile = new Tile(Tile.Entries, bundle, Tile.WidthAt(Tile.Entries, bundle, size));
            // A bundle that has filled up meanwhile begins with the same entries.
            ReadOnlyMemory<byte> rest = _source.Read(tile.Path) ?? _source.Read((tile with { Width = Tile.Full }).Path) ?? throw new IOException($"{tile.Path} is missing");
            for (var index = bundle * Tile.Full; index < bundle * Tile.Full + tile.Width; index++)
            {
                if (!EntryBundle.TryTake(ref rest, out var leaf))
                    throw new IOException($"{tile.Path} is cut short");
                if (index == _next)
                    Add(leaf.Span);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> leaf)
    {
        var known = Entry.TryRead(leaf, out var entry);
        var type = known ? entry!.Type : "unknown";
        _counts[type] = _counts.GetValueOrDefault(type) + 1;
        _entries.Add((known ? entry!.Time.UtcTicks : 0, Number(_types, type), Number(_actors, known ? entry!.Actor : "unknown")));
        _next++;
    }

    /// <summary>There are a few kinds and hands; whatever comes after the 255th shares a number with it.</summary>
    private static byte Number(List<string> names, string name)
    {
        var at = names.IndexOf(name);
        if (at >= 0)
            return (byte)at;
        if (names.Count == byte.MaxValue)
            return byte.MaxValue - 1;
        names.Add(name);
        return (byte)(names.Count - 1);
    }
}
