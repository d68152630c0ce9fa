using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Weir.Ledger.Checks;
using Weir.Ledger.Entries;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Files;

/// <summary>
/// The growing end of a ledger: takes groups of entries, and makes each group count in one step. Everything that a group needs is on disk
/// before the checkpoint over it takes the place of the one before; so whatever instant a crash takes, the ledger is the one before the
/// group or the one after it. One process, one thread.
/// </summary>
/// <remarks>
/// The order: payloads, bundles and tiles are written (none of them in place of anything that a checkpoint covers), then synced, then the
/// checkpoint is signed, written beside, synced, renamed, and the rename synced. Only then is it <see cref="Checkpoint"/>, from which it is
/// served and sent to witnesses: none leaves the machine that a power cut could still take back, so no two are ever seen that do
/// not follow from each other.
/// </remarks>
public sealed class LedgerLog
{
    private readonly ILedgerDisk _disk;
    private readonly SigningKey _key;
    /// <summary>Partial tiles on disk that no full one has replaced yet.</summary>
    private readonly List<Tile> _partial = [];
    private TreeEdge _edge;
    private List<byte> _bundle;
    /// <summary>The group at which the disk refused. It may count all the same: the rename may have happened and only its sync failed.</summary>
    private IReadOnlyList<NewEntry>? _failed;

    private LedgerLog(ILedgerDisk disk, SigningKey key, Checkpoint checkpoint, TreeEdge edge, List<byte> bundle) =>
        (_disk, _key, Checkpoint, _edge, _bundle) = (disk, key, checkpoint, edge, bundle);

    /// <summary>The newest one on disk.</summary>
    public Checkpoint Checkpoint { get; private set; }
    public long Size => Checkpoint.Size;
    public VerifierKey Key => _key.Verifier;

    /// <summary>
    /// Checks the whole ledger and opens it for growing; makes an empty one where there is none. A ledger with damage is not opened: what
    /// grew on it would be worth no more than what is under it.
    /// </summary>
    /// <returns>The open ledger, or null and a report with faults. Throws what the disk throws.</returns>
    public static Task<(LedgerLog? Log, LedgerReport Report)> OpenAsync(string folder, SigningKey key, CancellationToken cancellation) =>
        OpenAsync(new FolderSource(folder), new LedgerDisk(folder), key, cancellation);

    internal static async Task<(LedgerLog? Log, LedgerReport Report)> OpenAsync(ILedgerSource source, ILedgerDisk disk, SigningKey key, CancellationToken cancellation)
    {
        if (disk.Read(LedgerFiles.Checkpoint) is null && !disk.Files().Any(static path => path.StartsWith("tile/", StringComparison.Ordinal)))
            Begin(disk, key);
        var (report, check) = await LedgerCheck.RunAsync(source, disk, key.Verifier, null, cancellation);
        if (!report.IsSound)
            return (null, report);
        var log = new LedgerLog(disk, key, report.Checkpoint!, check.Edge, check.Bundle);
        log.Sweep(check.Strays);
        return (log, report);
    }

    internal static void Begin(ILedgerDisk disk, SigningKey key)
    {
        disk.Replace(LedgerFiles.Key, Encoding.UTF8.GetBytes(key.Verifier.Text + "\n"));
        disk.Replace(LedgerFiles.Checkpoint, Checkpoint.Sign(key, 0, TreeHash.Empty).Note.ToBytes());
    }

    /// <summary>
    /// Adds a group of entries, in order. When it returns, all of them survive whatever happens. When it throws what the disk throws,
    /// either none of them counts or all do: whoever wants them must try again with the same group first, and it is not added twice.
    /// </summary>
    public void Append(IReadOnlyList<NewEntry> group)
    {
        if (_failed is { } failed)
        {
            if (!group.Take(failed.Count).SequenceEqual(failed))
                throw new InvalidOperationException("A group that failed must be tried again before another");
            if (Settle())
                group = [.. group.Skip(failed.Count)];
            _failed = null;
        }

        if (group.Count == 0)
            return;
        var (edge, bundle) = (_edge.Copy(), new List<byte>(_bundle));
        _failed = group;
        Write(group, edge, bundle);
        _disk.Sync();
        var checkpoint = Checkpoint.Sign(_key, edge.Size, edge.Root());
        _disk.Replace(LedgerFiles.Checkpoint, checkpoint.Note.ToBytes());
        (_edge, _bundle, Checkpoint, _failed) = (edge, bundle, checkpoint, null);
        DropOutgrown();
    }

    private void Write(IReadOnlyList<NewEntry> group, TreeEdge edge, List<byte> bundle)
    {
        void Filled(Tile tile, ReadOnlySpan<TreeHash> hashes)
        {
            WriteTile(tile, hashes);
            if (tile.Level > 0)
                return;
            Write(tile with { Level = Tile.Entries }, CollectionsMarshal.AsSpan(bundle));
            bundle.Clear();
        }

        var before = edge.Size;
        foreach (var entry in group)
        {
            if (entry.Payload is { } payload)
                _disk.Write(LedgerFiles.PathOfPayload(payload.Commitment), payload.ToFile());
            EntryBundle.Add(bundle, entry.Leaf);
            edge.Add(entry.LeafHash, Filled);
        }

        if (bundle.Count > 0)
            Write(new Tile(Tile.Entries, edge.Size / Tile.Full, (int)(edge.Size % Tile.Full)), CollectionsMarshal.AsSpan(bundle));
        for (var level = 0; level < edge.Levels; level++)
        {
            // A level above the leaves grows only when a tile below it was filled.
            if (edge.At(level) is { Count: > 0 } row && Tile.Count(level, edge.Size) != Tile.Count(level, before))
                WriteTile(new Tile(level, Tile.Count(level, edge.Size) / Tile.Full, row.Count), [.. row]);
        }
    }

    private void WriteTile(Tile tile, ReadOnlySpan<TreeHash> hashes)
    {
        var bytes = new byte[hashes.Length * TreeHash.Bytes];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i].Write(bytes.AsSpan(i * TreeHash.Bytes));
        Write(tile, bytes);
    }

    private void Write(Tile tile, ReadOnlySpan<byte> bytes)
    {
        _disk.Write(tile.Path, bytes);
        if (!tile.IsFull)
            _partial.Add(tile);
    }

    /// <summary>After a group that failed: looks which checkpoint is there, and goes on from that.</summary>
    /// <returns>Whether the group counts.</returns>
    private bool Settle()
    {
        _disk.Sync();
        if (!Checkpoint.TryParse(_disk.Read(LedgerFiles.Checkpoint) ?? [], out var there) || !there.IsOf(Key))
            throw new IOException("the checkpoint cannot be read back");
        // Renamed again, so that it is synced for certain.
        _disk.Replace(LedgerFiles.Checkpoint, there.Note.ToBytes());
        if (there.Size == Size)
            return false;
        (Checkpoint, _edge, _bundle) = (there, ReadEdge(there.Size), ReadBundle(there.Size));
        return true;
    }

    private TreeEdge ReadEdge(long size)
    {
        // From the bundles' tiles alone: this happens once after a failure, and a ledger's tiles are small.
        var edge = new TreeEdge();
        for (var index = 0L; index * Tile.Full < size; index++)
        {
            var tile = new Tile(0, index, Tile.WidthAt(0, index, size));
            var bytes = _disk.Read(tile.Path) ?? throw new IOException($"{tile.Path} cannot be read back");
            for (var i = 0; i < tile.Width; i++)
                edge.Add(TreeHash.Read(bytes.AsSpan(i * TreeHash.Bytes)), static (_, _) => { });
        }

        return edge;
    }

    private List<byte> ReadBundle(long size) => size % Tile.Full == 0
        ? []
        : [.. _disk.Read(new Tile(Tile.Entries, size / Tile.Full, (int)(size % Tile.Full)).Path) ?? throw new IOException("the last bundle cannot be read back")];

    /// <summary>
    /// Deletes partial tiles that full ones replaced. They are kept until then, because somebody may hold a checkpoint that needs them.
    /// What is not deleted now is swept at the next start.
    /// </summary>
    private void DropOutgrown() => _partial.RemoveAll(tile =>
    {
        var outgrown = Tile.WidthAt(tile.Level, tile.Index, Size) == Tile.Full;
        if (outgrown)
            TryDelete(tile.Path);
        return outgrown;
    });

    /// <summary>After a start: what a run that did not come to its end left behind.</summary>
    private void Sweep(IReadOnlyList<string> strays)
    {
        foreach (var path in strays)
            TryDelete(path);
        foreach (var path in _disk.Files().ToList())
        {
            if (path.EndsWith(LedgerDisk.Unfinished, StringComparison.Ordinal))
                TryDelete(path);
            else if (!Tile.TryParse(path, out var tile))
                continue;
            else if (tile.Width > Tile.WidthAt(tile.Level, tile.Index, Size))
                TryDelete(path);
            else if (!tile.IsFull)
                _partial.Add(tile);
        }

        DropOutgrown();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Only what the disk refuses is passed over")]
    private void TryDelete(string path)
    {
        try
        {
            _disk.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It takes some room and harms nothing.
        }
    }
}
