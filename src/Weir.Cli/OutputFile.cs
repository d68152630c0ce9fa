namespace Weir.Cli;

/// <summary>
/// A file that is written beside its place and put there whole at the end: a reader never sees half of it, and an old one
/// stays until the new one is whole. Without the commit nothing is left.
/// </summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string _path;
    private bool _committed;

    private OutputFile(string path, FileStream stream)
    {
        _path = path;
        Stream = stream;
    }

    public FileStream Stream { get; }

    /// <summary>Null where the file cannot be written, which has been told.</summary>
    public static OutputFile? Open(string path, Terminal terminal)
    {
        try
        {
            return new OutputFile(path, new FileStream(path + ".part", FileMode.Create, FileAccess.Write));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"--out {SafeText.Name(path, 200)} cannot be written: {exception.Message}");
            return null;
        }
    }

    public async Task CommitAsync()
    {
        Stream.Flush(flushToDisk: true);
        await Stream.DisposeAsync();
        File.Move(_path + ".part", _path, overwrite: true);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_committed)
            return;
        await Stream.DisposeAsync();
        File.Delete(_path + ".part");
    }
}
