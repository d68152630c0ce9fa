using System.IO.Compression;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Watch;

/// <summary>
/// Compresses a finished segment. The order is what makes it safe: the compressed bytes are on disk before they get
/// their name, the name is on disk before the lines are deleted. Whatever moment a crash takes, one of the two is whole.
/// </summary>
internal static class SegmentSeal
{
    private const int Block = 256 * 1024;

    /// <summary>Returns the size of the compressed file; 0 where there was nothing in the segment.</summary>
    /// <param name="between">Called every <see cref="Block"/> bytes; throws where the program stops.</param>
    public static long Seal(JournalSegment segment, Action between)
    {
        if (new FileInfo(segment.Path).Length == 0)
        {
            DurableFile.Delete(segment.Path);
            return 0;
        }

        var path = segment.Path + ".gz";
        var unfinished = path + ".tmp";
        Pack(segment.Path, unfinished, between);
        var length = new FileInfo(unfinished).Length;
        DurableFile.Move(unfinished, path);
        DurableFile.Delete(segment.Path);
        return length;
    }

    /// <summary>
    /// What a crash between the new name and the deletion leaves: both files. The lines are only deleted once the
    /// compressed file has been read to its end and holds as many bytes; otherwise it is the one that goes.
    /// </summary>
    public static void Settle(JournalSegment lines, JournalSegment packed, Action between)
    {
        var whole = UnpackedLength(packed, between) == new FileInfo(lines.Path).Length;
        DurableFile.Delete(whole ? lines.Path : packed.Path);
    }

    private static void Pack(string from, string to, Action between)
    {
        using var source = new FileStream(from, DurableFile.Options(FileMode.Open, FileAccess.Read));
        using var target = new FileStream(to, DurableFile.Options(FileMode.Create));
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[Block];
            for (int read; (read = source.Read(block)) > 0; between())
                gzip.Write(block, 0, read);
        }

        target.Flush(flushToDisk: true);
    }

    private static long UnpackedLength(JournalSegment packed, Action between)
    {
        try
        {
            using var source = packed.Read();
            var block = new byte[Block];
            var length = 0L;
            for (int read; (read = source.Read(block)) > 0; between())
                length += read;
            return length;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }
}
