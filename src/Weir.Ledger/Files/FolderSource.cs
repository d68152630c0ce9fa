namespace Weir.Ledger.Files;

/// <summary>A ledger in a folder, read beside whoever writes it.</summary>
public sealed class FolderSource(string folder) : ILedgerSource
{
    public string Name => folder;

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(path));
    }

    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, path));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }
}
