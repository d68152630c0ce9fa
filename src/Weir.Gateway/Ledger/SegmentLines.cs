using System.Text;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Ledger.Lines;

namespace Weir.Gateway.Ledger;

/// <summary>
/// A digest for each finished segment of the journal, in a folder beside it: made when the segment is compressed, deleted with it. The
/// ledger keeps its root.
/// </summary>
internal static class SegmentDigests
{
    public static string PathOf(string folder, SegmentName segment) => Path.Combine(folder, segment.Stem);

    /// <summary>Makes the digest of a finished segment where there is none.</summary>
    /// <param name="between">What else must go on meanwhile.</param>
    public static bool Make(string folder, JournalSegment segment, Action between)
    {
        var path = PathOf(folder, segment.Name);
        if (File.Exists(path))
            return false;
        DurableFile.MakeFolder(folder);
        DurableFile.Replace(path, Encoding.ASCII.GetBytes(LineDigest.Of(ReadLines(segment, between)).Write()));
        return true;
    }

    public static void Drop(string folder, SegmentName segment)
    {
        if (File.Exists(PathOf(folder, segment)))
            DurableFile.Delete(PathOf(folder, segment));
    }

    /// <summary>The lines of a segment, without their newlines. Each is good until the next is asked for.</summary>
    /// <param name="between">Called now and then: what else must go on while a large segment is read.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadLines(JournalSegment segment, Action between)
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
