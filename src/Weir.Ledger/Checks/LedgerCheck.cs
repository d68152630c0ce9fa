using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Checks;

/// <summary>
/// Reads a whole ledger and holds every byte of it against the signed checkpoint. Believes only the key it was given.
/// </summary>
public sealed partial class LedgerCheck
{
    /// <summary>More faults than this help nobody.</summary>
    private const int MostFaults = 100;

    private readonly ILedgerSource _source;
    private readonly VerifierKey? _key;
    private readonly List<LedgerFault> _faults = [];
    private readonly List<string> _remarks = [];
    private readonly TreeEdge _edge = new();
    private readonly List<long> _unlike = [];
    /// <summary>The tree as its tiles tell it, from the first entry on that does not fit its tile.</summary>
    private TreeEdge? _tiles;
    private long _entries;
    private Action<long, long>? _progress;

    private LedgerCheck(ILedgerSource source, VerifierKey? key) => (_source, _key) = (source, key);

    /// <summary>The growing end as it was read: what a writer goes on from.</summary>
    internal TreeEdge Edge => _edge;
    internal List<byte> Bundle { get; } = [];
    internal IReadOnlyList<string> Strays => _strays;

    /// <summary>Checks what lies in a folder, payloads and all.</summary>
    /// <param name="progress">Told how many entries have been read, and of how many. The payloads come after them.</param>
    public static async Task<LedgerReport> RunAsync(string folder, VerifierKey? key, Checkpoint? since, CancellationToken cancellation, Action<long, long>? progress = null) =>
        (await RunAsync(new FolderSource(folder), new LedgerDisk(folder), key, since, cancellation, progress)).Report;

    /// <summary>Checks what is served at an address. Payloads are not served, so they are not checked.</summary>
    public static async Task<LedgerReport> RunAsync(ILedgerSource source, VerifierKey key, Checkpoint? since, CancellationToken cancellation) =>
        (await RunAsync(source, null, key, since, cancellation)).Report;

    internal static async Task<(LedgerReport Report, LedgerCheck Check)> RunAsync(
        ILedgerSource source, ILedgerDisk? disk, VerifierKey? key, Checkpoint? since, CancellationToken cancellation, Action<long, long>? progress = null)
    {
        var check = new LedgerCheck(source, key) { _progress = progress };
        return (await check.RunAsync(disk, since, cancellation), check);
    }

    private async Task<LedgerReport> RunAsync(ILedgerDisk? disk, Checkpoint? since, CancellationToken cancellation)
    {
        var report = new LedgerReport { Key = _key };
        try
        {
            if (await ReadCheckpointAsync(cancellation) is not { } checkpoint)
                return report with { Faults = _faults };
            report = report with { Checkpoint = checkpoint };
            for (var index = 0L; index * Tile.Full < checkpoint.Size && _faults.Count < MostFaults; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                await CheckBundleAsync(index, checkpoint.Size, cancellation);
                _progress?.Invoke(_entries, checkpoint.Size);
            }

            if (_faults.Count < MostFaults)
                await CheckEndAsync(checkpoint, cancellation);
            if (since is not null)
                await CheckSinceAsync(since, checkpoint, cancellation);
            report = await CheckWitnessedAsync(report, checkpoint, cancellation);
            if (disk is not null)
                report = CheckFolder(report, disk, checkpoint, cancellation);
        }
        catch (IOException unreadable)
        {
            Fault(_source.Name, "cannot be read: " + unreadable.Message);
            report = report with { IsUnreadable = true };
        }

        return report with { Entries = _entries, Faults = [.. _faults.OrderBy(static fault => fault.Entry ?? long.MaxValue)], Remarks = _remarks };
    }

    private void Fault(string path, string says, long? entry = null)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(new LedgerFault(path, says, entry));
    }

    private async Task<Checkpoint?> ReadCheckpointAsync(CancellationToken cancellation)
    {
        if (await _source.ReadAsync(LedgerFiles.Checkpoint, cancellation) is not { } bytes)
            Fault(LedgerFiles.Checkpoint, "is missing");
        else if (!Checkpoint.TryParse(bytes, out var checkpoint))
            Fault(LedgerFiles.Checkpoint, "is no checkpoint");
        else if (_key is null)
            Fault(LedgerFiles.Key, "is missing, or no key: nothing can be verified without one");
        else if (!checkpoint.IsOf(_key))
            Fault(LedgerFiles.Checkpoint, $"is not signed by {_key.Text}");
        else
            return checkpoint;
        return null;
    }

    /// <summary>One bundle of entries against its tile of leaf hashes.</summary>
    private async Task CheckBundleAsync(long index, long size, CancellationToken cancellation)
    {
        var first = index * Tile.Full;
        var bundle = new Tile(Tile.Entries, index, Tile.WidthAt(Tile.Entries, index, size));
        var tile = bundle with { Level = 0 };
        var hashes = await ReadHashesAsync(tile, first, cancellation);
        var leaves = await ReadLeavesAsync(bundle, first, cancellation);
        var filled = new List<(Tile Tile, TreeHash[] Hashes)>();
        for (var i = 0; i < bundle.Width; i++)
        {
            TreeHash? ofTile = hashes is null ? null : TreeHash.Read(hashes.AsSpan(i * TreeHash.Bytes));
            TreeHash? ofEntry = leaves is null ? null : TreeHash.OfLeaf(leaves[i].Span);
            if (leaves is not null)
                Note(first + i, leaves[i].Span);
            if (ofTile is { } told && ofEntry is { } made && told != made)
            {
                _unlike.Add(first + i);
                _tiles ??= _edge.Copy();
            }

            // Where one of the two is missing, the other stands in for it, so that the rest can still be judged.
            _tiles?.Add(ofTile ?? ofEntry ?? default, static (_, _) => { });
            _edge.Add(ofEntry ?? ofTile ?? default, (full, row) =>
            {
                if (full.Level > 0)
                    filled.Add((full, row.ToArray()));
            });
        }

        foreach (var (full, row) in filled)
            await CheckRowAsync(full, row, cancellation);
    }

    private async Task<byte[]?> ReadHashesAsync(Tile tile, long first, CancellationToken cancellation)
    {
        if (await _source.ReadTileAsync(tile, cancellation) is not { } bytes)
            Fault(tile.Path, "is missing", first);
        else if (bytes.Length != tile.Width * TreeHash.Bytes && bytes.Length != Tile.Full * TreeHash.Bytes)
            Fault(tile.Path, $"has {bytes.Length} bytes and should have {tile.Width * TreeHash.Bytes}", first);
        else
            return bytes;
        return null;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>?> ReadLeavesAsync(Tile bundle, long first, CancellationToken cancellation)
    {
        var exact = await _source.ReadAsync(bundle.Path, cancellation);
        var bytes = exact ?? await _source.ReadTileAsync(bundle, cancellation);
        if (bytes is null)
        {
            Fault(bundle.Path, $"is missing, and with it {Count(bundle.Width)} from {first} on", first);
            return null;
        }

        ReadOnlyMemory<byte> rest = bytes;
        var leaves = new List<ReadOnlyMemory<byte>>(bundle.Width);
        while (leaves.Count < bundle.Width && EntryBundle.TryTake(ref rest, out var leaf))
            leaves.Add(leaf);
        if (leaves.Count < bundle.Width)
        {
            Fault(bundle.Path, "is cut short or torn", first + leaves.Count);
            return null;
        }

        if (exact is not null && !rest.IsEmpty)
            Fault(bundle.Path, $"has {rest.Length} bytes behind its last entry");
        Bundle.Clear();
        if (!bundle.IsFull)
            Bundle.AddRange(bytes.AsSpan(0, bytes.Length - rest.Length));
        return leaves;
    }

    private async Task CheckRowAsync(Tile tile, ReadOnlyMemory<TreeHash> row, CancellationToken cancellation)
    {
        var bytes = await _source.ReadTileAsync(tile, cancellation);
        if (bytes is null)
            Fault(tile.Path, "is missing");
        else if (bytes.Length < row.Length * TreeHash.Bytes || (bytes.Length != row.Length * TreeHash.Bytes && bytes.Length != Tile.Full * TreeHash.Bytes))
            Fault(tile.Path, $"has {bytes.Length} bytes and should have {row.Length * TreeHash.Bytes}");
        else if (Differs(bytes, row.Span) is { } at && _unlike.Count == 0)
            Fault(tile.Path, $"does not hold the hashes of the tiles below it (hash {at})");
    }

    private static int? Differs(ReadOnlySpan<byte> tile, ReadOnlySpan<TreeHash> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (TreeHash.Read(tile[(i * TreeHash.Bytes)..]) != row[i])
                return i;
        }

        return null;
    }

    /// <summary>The unfinished tiles above the leaves, and the root over it all.</summary>
    private async Task CheckEndAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        for (var level = 1; level < _edge.Levels; level++)
        {
            var row = _edge.At(level);
            if (row.Count > 0)
                await CheckRowAsync(new Tile(level, Tile.Count(level, _edge.Size) / Tile.Full, row.Count), row.ToArray(), cancellation);
        }

        var sound = _edge.Root() == checkpoint.Root;
        foreach (var entry in _unlike)
        {
            // The checkpoint tells which of the two is wrong.
            if (sound)
                Fault(new Tile(0, entry / Tile.Full, Tile.WidthAt(0, entry / Tile.Full, checkpoint.Size)).Path, $"does not hold the hash of entry {entry}, which itself is whole");
            else
                Fault(new Tile(Tile.Entries, entry / Tile.Full, Tile.WidthAt(0, entry / Tile.Full, checkpoint.Size)).Path,
                    _tiles!.Root() == checkpoint.Root ? "was changed: it is not the entry that the checkpoint covers" : "does not fit the tree", entry);
        }

        if (!sound && _faults.All(static fault => fault.Entry is null))
            Fault(LedgerFiles.Checkpoint, $"has another root ({checkpoint.Root}) than the entries give ({_edge.Root()}): entries were changed together with their tiles");
    }

    private async Task CheckSinceAsync(Checkpoint since, Checkpoint checkpoint, CancellationToken cancellation)
    {
        if (!since.IsOf(_key!))
            Fault("--since", "is not signed by the same key");
        else if (since.Size > checkpoint.Size)
            Fault(LedgerFiles.Checkpoint, $"has {checkpoint.Size} entries, and had {since.Size} before: the ledger was cut back", checkpoint.Size);
        else if (_faults.Count == 0 && await new TreeReader(_source, checkpoint.Size).RootAsync(since.Size, cancellation) != since.Root)
            Fault(LedgerFiles.Checkpoint, $"does not follow from the earlier one of {since.Size} entries: history was rewritten");
    }

    private static string Count(long entries) => entries == 1 ? "one entry" : $"{entries} entries";
}
