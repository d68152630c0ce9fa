using System.Runtime.CompilerServices;
using Weir.Ledger.Entries;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Files;

/// <summary>An entry as it was read.</summary>
/// <param name="Leaf">Its bytes in the tree.</param>
/// <param name="Entry">Null where this version does not know its form.</param>
/// <param name="Payload">Null where it has none, it was erased, or it is not kept where this was read.</param>
public sealed record LedgerRecord(long Index, ReadOnlyMemory<byte> Leaf, Entry? Entry, Payload? Payload);

/// <summary>Reads entries in their order. Whoever must be sure of them checks the ledger first.</summary>
public static class LedgerReader
{
    /// <summary>One entry of a ledger of this size.</summary>
    public static async Task<LedgerRecord> ReadOneAsync(this ILedgerSource source, long index, long size, CancellationToken cancellation)
    {
        await foreach (var record in source.ReadAsync(index, size, cancellation))
            return record;
        throw new IOException($"entry {index} is missing");
    }

    /// <summary>The entries from one on, of a ledger of this size.</summary>
    public static async IAsyncEnumerable<LedgerRecord> ReadAsync(this ILedgerSource source, long from, long size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var bundle = from / Tile.Full; bundle * Tile.Full < size; bundle++)
        {
            var tile = new Tile(Tile.Entries, bundle, Tile.WidthAt(Tile.Entries, bundle, size));
            ReadOnlyMemory<byte> rest = await source.ReadTileAsync(tile, cancellation) ?? throw new IOException($"{tile.Path} is missing");
            for (var i = 0; i < tile.Width; i++)
            {
                var index = bundle * Tile.Full + i;
                if (!EntryBundle.TryTake(ref rest, out var leaf))
                    throw new IOException($"{tile.Path} is cut short");
                if (index >= from)
                    yield return await RecordAsync(source, index, leaf, cancellation);
            }
        }
    }

    private static async ValueTask<LedgerRecord> RecordAsync(ILedgerSource source, long index, ReadOnlyMemory<byte> leaf, CancellationToken cancellation)
    {
        if (!Entry.TryRead(leaf.Span, out var entry) || entry.Payload is not { } commitment || source is not FolderSource)
            return new LedgerRecord(index, leaf, entry, null);
        var file = await source.ReadAsync(LedgerFiles.PathOfPayload(commitment), cancellation);
        // A payload that is not what the entry commits to is worth as much as none.
        return new LedgerRecord(index, leaf, entry, file is not null && Payload.TryRead(file, out var payload) && payload.Commitment == commitment ? payload : null);
    }
}
