using System.Buffers;
using System.Text;
using Weir.Gateway.Watch;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Gateway.Support;

/// <summary>One line of the journal by the reference in it. The reference tells the hour, so that one or a few segments are looked through.</summary>
internal static class JournalSearch
{
    /// <summary>A line stands in the segment of the hour in which its call ended. No call lasts longer.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(6);
    private const int Block = 1 << 18;

    /// <summary>Null where the journal does not hold it: not yet, not any more, or never.</summary>
    public static async Task<Exchange?> FindAsync(string folder, KeyedHasher hasher, string reference, CancellationToken cancel)
    {
        var time = References.TimeOf(reference);
        var (first, last) = (SegmentName.Of(time), time < DateTimeOffset.MaxValue - LongestCall ? SegmentName.HourOf(time + LongestCall) : DateTime.MaxValue);
        var needle = Encoding.ASCII.GetBytes($"\"id\":\"{reference}\"");
        foreach (var segment in JournalFolder.Readable(folder, first))
        {
            if (segment.Name.Hour > last)
                break;
            try
            {
                await using var lines = segment.Read();
                if (await FindAsync(lines, needle, cancel) is { } line && JournalLines.Read(line, hasher) is [var exchange])
                    return exchange;
            }
            catch (Exception gone) when (gone is FileNotFoundException or InvalidDataException)
            {
                // It expired this moment, or is damaged: what stands in it is not known.
            }
        }

        return null;
    }

    /// <summary>Bytes first: a segment of millions of lines is looked through as fast as it is unpacked.</summary>
    private static async Task<byte[]?> FindAsync(Stream lines, byte[] needle, CancellationToken cancel)
    {
        var held = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            var length = 0;
            while (await lines.ReadAsync(held.AsMemory(length), cancel) is > 0 and var read)
            {
                length += read;
                var whole = held.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                if (held.AsSpan(0, whole).IndexOf(needle) is >= 0 and var at)
                    return LineAt(held.AsSpan(0, whole), at);
                held.AsSpan(whole, length - whole).CopyTo(held);
                length -= whole;
                if (length == held.Length)
                    held = Grown(held);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(held);
        }
    }

    private static byte[] LineAt(ReadOnlySpan<byte> lines, int at)
    {
        var start = lines[..at].LastIndexOf((byte)'\n') + 1;
        return lines[start..(at + lines[at..].IndexOf((byte)'\n') + 1)].ToArray();
    }

    private static byte[] Grown(byte[] held)
    {
        var larger = ArrayPool<byte>.Shared.Rent(held.Length * 2);
        held.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(held);
        return larger;
    }
}
