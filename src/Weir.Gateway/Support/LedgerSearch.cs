using System.Text;
using Weir.Gateway.Ledger;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Tree;

namespace Weir.Gateway.Support;

/// <summary>Where the ledger holds an act or a decision. Entries stand in the order in which they were taken, which is never before what they tell of.</summary>
internal static class LedgerSearch
{
    /// <summary>Payloads that are read for one question: an entry follows its decision within moments, unless the disk refused for long.</summary>
    private const int MostPayloads = 20_000;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Null where it is in no durable entry, or its payload was erased.</summary>
    public static async Task<long?> FindAsync(GatewayLedger ledger, string reference, DateTimeOffset time, CancellationToken cancel)
    {
        if (ledger.Writer?.Checkpoint is not { Size: > 0 and var size })
            return null;
        var source = new FolderSource(ledger.Folder);
        var needle = Encoding.ASCII.GetBytes($"\"id\":\"{reference}\"");
        var payloads = 0;
        for (var bundle = FirstBundle(source, size, time - Skew); bundle * Tile.Full < size && payloads < MostPayloads; bundle++)
        {
            cancel.ThrowIfCancellationRequested();
            var rest = Bundle(source, bundle, size);
            for (var index = bundle * Tile.Full; EntryBundle.TryTake(ref rest, out var leaf) && index < size; index++)
            {
                if (!Entry.TryRead(leaf.Span, out var entry) || entry.Payload is not { } commitment || entry.Type is not (EntryType.Decision or EntryType.OperatorAction or EntryType.PolicyVersion))
                    continue;
                payloads++;
                var file = await source.ReadAsync(LedgerFiles.PathOfPayload(commitment), cancel);
                if (file is not null && Payload.TryRead(file, out var payload) && payload.Body.Bytes.Span.IndexOf(needle) >= 0)
                    return index;
            }
        }

        return null;
    }

    /// <summary>The last bundle that begins before the time.</summary>
    private static long FirstBundle(FolderSource source, long size, DateTimeOffset time)
    {
        var (low, high) = (0L, (size - 1) / Tile.Full);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var rest = Bundle(source, middle, size);
            if (EntryBundle.TryTake(ref rest, out var leaf) && Entry.TryRead(leaf.Span, out var entry) && entry.Time >= time)
                high = middle - 1;
            else
                low = middle;
        }

        return low;
    }

    private static ReadOnlyMemory<byte> Bundle(FolderSource source, long bundle, long size)
    {
        var tile = new Tile(Tile.Entries, bundle, Tile.WidthAt(Tile.Entries, bundle, size));
        // A bundle that has filled up meanwhile begins with the same entries.
        return source.Read(tile.Path) ?? source.Read((tile with { Width = Tile.Full }).Path);
    }
}
