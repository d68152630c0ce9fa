namespace Weir.Gateway.Watch;

/// <summary>What a killed process may leave behind: a last line without its newline. It never counted; it is cut.</summary>
internal static class TornLine
{
    private const int Block = 64 * 1024;

    /// <summary>Cuts the file after its last newline and says how many bytes went.</summary>
    public static long Cut(string path)
    {
        using var file = new FileStream(path, Storage.DurableFile.Options(FileMode.Open, FileAccess.ReadWrite));
        var length = file.Length;
        var whole = EndOfLastLine(file, length);
        if (whole == length)
            return 0;
        file.SetLength(whole);
        file.Flush(flushToDisk: true);
        return length - whole;
    }

    private static long EndOfLastLine(FileStream file, long length)
    {
        var block = new byte[Block];
        for (var end = length; end > 0;)
        {
            var start = Math.Max(0, end - Block);
            var part = block.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(part);
            var newline = part.LastIndexOf((byte)'\n');
            if (newline >= 0)
                return start + newline + 1;
            end = start;
        }

        return 0;
    }
}
