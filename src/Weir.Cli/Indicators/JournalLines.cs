namespace Weir.Cli.Indicators;

/// <summary>Tells a gateway's journal from other logs, by how its first line begins.</summary>
internal static class JournalLines
{
    private static readonly byte[] Beginning = "{\"weir\":"u8.ToArray();

    public static bool IsJournal(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[Beginning.Length];
            var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            // Sealed segments are compressed.
            if (read >= 2 && head[0] == 0x1F && head[1] == 0x8B)
            {
                file.Position = 0;
                using var plain = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
                read = plain.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            }

            return head[..read].SequenceEqual(Beginning);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Whoever reads the log will say what is wrong with it.
            return false;
        }
    }
}
