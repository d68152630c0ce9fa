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
    /// <param name="sources">What the command reads. A report in the place of the log that it is about would be the end of the log.</param>
    public static OutputFile? Open(string path, Terminal terminal, params IReadOnlyList<string?> sources)
    {
        if (sources.Any(source => source is not null && IsSame(source, path)))
            return Refuse(path, "it is one of the files that are read; name another", terminal);
        if (Directory.Exists(path))
            return Refuse(path, "it is a folder; name a file in it", terminal);
        try
        {
            return new OutputFile(path, new FileStream(IsDevice(path) ? path : path + ".part", FileMode.Create, FileAccess.Write));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, exception.Message, terminal);
        }
    }

    private static OutputFile? Refuse(string path, string why, Terminal terminal)
    {
        terminal.Fail($"--out {SafeText.Name(path, 200)} cannot be written: {why}");
        return null;
    }

    /// <summary>Devices such as /dev/stdout are written to where they are: a file put in their place would be theirs no more.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static bool IsSame(string source, string path) => string.Equals(Resolved(source), Resolved(path), StringComparison.Ordinal);

    private static string Resolved(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // Nothing is there, or links that lead in a circle: what opens it says so.
            return full;
        }
    }

    public async Task CommitAsync()
    {
        Stream.Flush(flushToDisk: !IsDevice(_path));
        await Stream.DisposeAsync();
        if (!IsDevice(_path))
            File.Move(_path + ".part", _path, overwrite: true);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_committed)
            return;
        await Stream.DisposeAsync();
        if (!IsDevice(_path))
            File.Delete(_path + ".part");
    }
}
