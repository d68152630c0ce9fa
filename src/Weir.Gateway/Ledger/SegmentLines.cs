using Weir.Gateway.Watch;

namespace Weir.Gateway.Ledger;

/// <summary>The lines of the journal's segments, as digests are made over them.</summary>
internal static class SegmentLines
{
    /// <summary>The lines of a segment, without their newlines. Each is good until the next is asked for.</summary>
    /// <param name="between">Called now and then: what else must go on while a large segment is read.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(JournalSegment segment, Action between)
    {
        using var source = segment.Read();
        var (buffer, used) = (new byte[1 << 18], 0);
        for (int read; (read = source.Read(buffer, used, buffer.Length - used)) > 0; between())
        {
            used += read;
            var start = 0;
            while (buffer.AsSpan(start, used - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                if (length > 0)
                    yield return buffer.AsMemory(start, length);
                start += length + 1;
            }

            buffer.AsSpan(start, used - start).CopyTo(buffer);
            used -= start;
            if (used == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }
}
