using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>The files that a command was given, as logs that can be read. None, or "-", is standard input.</summary>
internal static class LogFiles
{
    public static IReadOnlyList<LogSource> Of(IReadOnlyList<string> paths, Terminal terminal) =>
        paths.Count == 0
            ? [StandardInput(terminal)]
            : [.. paths.Select(path => path is "-" ? StandardInput(terminal) : new LogSource(SafeText.Name(path, 200), () => Open(path)))];

    /// <summary>How much there is to read; 0 where nobody knows.</summary>
    public static long TotalBytes(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0 || paths.Any(path => path is "-"))
            return 0;
        return paths.Sum(path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);
    }

    /// <summary>Opens a file, or fails with a sentence that says why and names no internals.</summary>
    public static Stream Open(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("is a directory; name the files in it");
        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException("does not exist", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("may not be read by this user", exception);
        }
    }

    private static LogSource StandardInput(Terminal terminal) => new("standard input", terminal.Input, Reopens: false);
}
