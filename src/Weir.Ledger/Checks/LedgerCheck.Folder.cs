using System.Text.Json;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Checks;

/// <summary>What only a folder holds: payloads, tiles that were outgrown, and what a crash left.</summary>
public sealed partial class LedgerCheck
{
    private readonly List<(long Index, TreeHash Commitment)> _payloads = [];
    private readonly List<TreeHash> _erasures = [];
    private readonly List<TreeHash> _segments = [];
    /// <summary>Payloads that no entry commits to. Whole or torn, nobody was ever told that they count.</summary>
    private readonly List<string> _strays = [];
    private long _unknown;

    private void Note(long index, ReadOnlySpan<byte> leaf)
    {
        _entries++;
        if (!Entry.TryRead(leaf, out var entry))
            _unknown++;
        else if (entry.Payload is { } commitment)
        {
            _payloads.Add((index, commitment));
            if (entry.Type is EntryType.AccountErased)
                _erasures.Add(commitment);
            else if (entry.Type is EntryType.JournalSegment)
                _segments.Add(commitment);
        }
    }

    private LedgerReport CheckFolder(LedgerReport report, ILedgerDisk disk, Checkpoint checkpoint, CancellationToken cancellation)
    {
        if (_unknown > 0)
            _remarks.Add($"{Count(_unknown)} of a form that this version does not know");
        var erased = ReadErasures(disk);
        var known = new HashSet<string>(_payloads.Count, StringComparer.Ordinal);
        foreach (var (_, commitment) in _payloads)
            known.Add(LedgerFiles.PathOfPayload(commitment));
        report = CheckPayloads(report, disk, erased, cancellation) with { Segments = ReadSegments(disk) };
        foreach (var path in disk.Files())
        {
            if (!known.Contains(path))
                CheckFile(disk, path, checkpoint);
        }

        if (_strays.Count > 0)
            _remarks.Add($"{_strays.Count} files below {LedgerFiles.Payloads}/ belong to no entry: left by a run that did not come to its end, or being written");
        return report;
    }

    private LedgerReport CheckPayloads(LedgerReport report, ILedgerDisk disk, HashSet<long> erased, CancellationToken cancellation)
    {
        long whole = 0, gone = 0, leftOver = 0;
        Parallel.ForEach(_payloads, new ParallelOptions { CancellationToken = cancellation }, payload =>
        {
            var path = LedgerFiles.PathOfPayload(payload.Commitment);
            var file = disk.Read(path);
            var isErased = erased.Contains(payload.Index);
            if (file is null)
                Interlocked.Increment(ref gone);
            else if (isErased)
                Interlocked.Increment(ref leftOver);
            else
                Interlocked.Increment(ref whole);
            if (file is null ? isErased : Payload.TryRead(file, out var read) && read.Commitment == payload.Commitment)
                return;
            lock (_faults)
                Fault(path, file is null ? "is missing, and no entry says that it was erased" : "was changed: it is not the payload that the entry commits to", payload.Index);
        });
        if (leftOver > 0)
            _remarks.Add($"the payloads of {Count(leftOver)} were to be erased and are still there: run the erasure again");
        return report with { Payloads = whole, Erased = gone };
    }

    private HashSet<long> ReadErasures(ILedgerDisk disk)
    {
        var erased = new HashSet<long>();
        foreach (var payload in ReadPayloads(disk, _erasures))
            erased.UnionWith(Erasure.Read(payload.Body.Bytes));
        return erased;
    }

    private Dictionary<string, string> ReadSegments(ILedgerDisk disk)
    {
        var roots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var payload in ReadPayloads(disk, _segments))
        {
            if (SegmentBody.Read(payload.Body.Bytes) is ({ } segment, { } root))
                roots[segment] = root;
        }

        return roots;
    }

    private static IEnumerable<Payload> ReadPayloads(ILedgerDisk disk, IEnumerable<TreeHash> commitments)
    {
        foreach (var commitment in commitments)
        {
            if (disk.Read(LedgerFiles.PathOfPayload(commitment)) is { } file && Payload.TryRead(file, out var payload) && payload.Commitment == commitment)
                yield return payload;
        }
    }

    /// <summary>A file that nothing of the newest tree needs. It still must not hold anything false.</summary>
    private void CheckFile(ILedgerDisk disk, string path, Checkpoint checkpoint)
    {
        if (path is LedgerFiles.Checkpoint or LedgerFiles.Witnessed or LedgerFiles.Witnesses)
            return;
        if (path is LedgerFiles.Key)
            CheckKey(disk.Read(path));
        else if (Tile.TryParse(path, out var tile))
            CheckOutgrown(disk, tile, checkpoint.Size);
        else if (path.StartsWith(LedgerFiles.Payloads + "/", StringComparison.Ordinal) && !path.EndsWith(LedgerDisk.Unfinished, StringComparison.Ordinal))
            _strays.Add(path);
        else
            _remarks.Add(path + " is no part of the ledger");
    }

    private void CheckKey(byte[]? bytes)
    {
        if (_key is not null && bytes is not null && !bytes.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(_key.Text + "\n")))
            Fault(LedgerFiles.Key, "is not the key that signed the checkpoint");
    }

    private void CheckOutgrown(ILedgerDisk disk, Tile tile, long size)
    {
        var width = Tile.WidthAt(tile.Level, tile.Index, size);
        if (tile.Width > width)
        {
            _remarks.Add(tile.Path + " is beyond the checkpoint: left by a run that did not come to its end, or being written");
            return;
        }

        if (tile.Width == width)
            return;
        var (part, whole) = (disk.Read(tile.Path), disk.Read((tile with { Width = width }).Path));
        if (part is null || whole is null)
            return;
        var fits = tile.Level != Tile.Entries ? part.Length == tile.Width * TreeHash.Bytes : EntryBundle.LengthOf(whole, tile.Width) == part.Length;
        if (!fits || !whole.AsSpan().StartsWith(part))
            Fault(tile.Path, "is not how the tile that replaced it begins");
    }

    private async Task<LedgerReport> CheckWitnessedAsync(LedgerReport report, Checkpoint checkpoint, CancellationToken cancellation)
    {
        if (await _source.ReadAsync(LedgerFiles.Witnessed, cancellation) is not { } bytes)
            return report;
        if (!Checkpoint.TryParse(bytes, out var witnessed) || !witnessed.IsOf(_key!))
            Fault(LedgerFiles.Witnessed, "is no checkpoint of this ledger");
        else if (witnessed.Size > checkpoint.Size)
            Fault(LedgerFiles.Witnessed, $"has {witnessed.Size} entries, and the ledger has {checkpoint.Size}: the ledger was cut back", checkpoint.Size);
        else if (_faults.Count == 0 && await new TreeReader(_source, checkpoint.Size).RootAsync(witnessed.Size, cancellation) != witnessed.Root)
            Fault(LedgerFiles.Witnessed, "tells of another history than the ledger");
        else
            return report with { Witnessed = witnessed, Witnesses = await CheckCosignaturesAsync(witnessed, cancellation) };
        return report;
    }

    private async Task<IReadOnlyList<string>> CheckCosignaturesAsync(Checkpoint witnessed, CancellationToken cancellation)
    {
        var good = new List<string>();
        var text = System.Text.Encoding.UTF8.GetString(await _source.ReadAsync(LedgerFiles.Witnesses, cancellation) ?? []);
        var keys = new List<VerifierKey>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (VerifierKey.TryParse(line, out var key))
                keys.Add(key);
            else
                Fault(LedgerFiles.Witnesses, "holds a line that is no key");
        }

        foreach (var signature in witnessed.Note.Signatures)
        {
            if (signature.IsOf(_key!))
                continue;
            if (keys.FirstOrDefault(signature.IsOf) is not { } key)
                Fault(LedgerFiles.Witnessed, $"is signed by {signature.Name}, whose key is not in '{LedgerFiles.Witnesses}'");
            else if (!witnessed.Note.IsSignedBy(key))
                Fault(LedgerFiles.Witnessed, $"has a signature of {signature.Name} that does not verify");
            else
                good.Add(signature.Name);
        }

        return good;
    }
}
