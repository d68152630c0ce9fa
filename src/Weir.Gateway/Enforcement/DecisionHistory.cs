using System.Buffers;
using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// What was decided about one subject over time, from the file in which decisions are kept, beside whoever writes it. The state in memory knows only where
/// everybody stands now.
/// </summary>
public static class DecisionHistory
{
    /// <summary>So much of the end of the file is looked at: some 150,000 decisions. The ledger has all of them.</summary>
    private const long MostBytes = 64 << 20;
    private const int Block = 1 << 18;

    /// <summary>Newest first.</summary>
    public static Task<IReadOnlyList<PolicyEntry>> ReadAsync(DecisionLog log, Subject whom, int most, CancellationToken cancel) =>
        ReadAsync(log, whom.Name, entry => entry.Whom == whom && entry.Kind != EntryKind.Noted, most, cancel);

    /// <summary>The entry with this reference and those that answer it, newest first.</summary>
    public static Task<IReadOnlyList<PolicyEntry>> FindAsync(DecisionLog log, string reference, int most, CancellationToken cancel) =>
        ReadAsync(log, reference, entry => string.Equals(entry.Id, reference, StringComparison.Ordinal) || string.Equals(entry.About, reference, StringComparison.Ordinal), most, cancel);

    private static async Task<IReadOnlyList<PolicyEntry>> ReadAsync(DecisionLog log, string word, Func<PolicyEntry, bool> isMeant, int most, CancellationToken cancel)
    {
        // A line that does not hold the word as it is written there is not worth parsing.
        var name = JsonSerializer.SerializeToUtf8Bytes(word, PolicyEntryJson.Options);
        var newest = new Queue<PolicyEntry>();
        try
        {
            await using var file = new FileStream(log.Path, DurableFile.Options(FileMode.Open, FileAccess.Read));
            var skips = file.Length > MostBytes;
            if (skips)
                file.Seek(-MostBytes, SeekOrigin.End);
            var held = ArrayPool<byte>.Shared.Rent(Block);
            try
            {
                var length = 0;
                while (await file.ReadAsync(held.AsMemory(length), cancel) is > 0 and var read)
                {
                    length += read;
                    var used = Take(held.AsSpan(0, length), ref skips, name, isMeant, newest, most);
                    held.AsSpan(used, length - used).CopyTo(held);
                    length -= used;
                    if (length == held.Length)
                        held = Grown(held);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(held);
            }
        }
        catch (FileNotFoundException)
        {
            // Nothing was decided yet.
        }
        catch (DirectoryNotFoundException)
        {
            // Nor this.
        }

        return [.. newest.Reverse()];
    }

    /// <summary>Whole lines only: what stands at the end may still be written.</summary>
    private static int Take(ReadOnlySpan<byte> bytes, ref bool skips, ReadOnlySpan<byte> name, Func<PolicyEntry, bool> isMeant, Queue<PolicyEntry> newest, int most)
    {
        var used = 0;
        while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = bytes.Slice(used, end);
            used += end + 1;
            // The first may be half a line.
            if (skips)
                skips = false;
            else if (line.IndexOf(name) >= 0 && PolicyEntryJson.Read(line) is { } entry && isMeant(entry))
                Keep(newest, entry, most);
        }

        return used;
    }

    private static void Keep(Queue<PolicyEntry> newest, PolicyEntry entry, int most)
    {
        if (newest.Count == most)
            newest.Dequeue();
        newest.Enqueue(entry);
    }

    private static byte[] Grown(byte[] held)
    {
        var larger = ArrayPool<byte>.Shared.Rent(held.Length * 2);
        held.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(held);
        return larger;
    }
}
