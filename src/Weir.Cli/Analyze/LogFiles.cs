using Weir.Traffic.Journals;

namespace Weir.Cli.Analyze;

/// <summary>The files that a command was given, as logs that can be read. None, or "-", is standard input.</summary>
internal static class LogFiles
{
    public static IReadOnlyList<LogSource> Of(IReadOnlyList<string> paths, Terminal terminal) =>
        paths.Count == 0
            ? [StandardInput(terminal)]
            : [.. paths.Select(path => path is "-" ? StandardInput(terminal) : new LogSource(SafeText.Name(path, 200), () => Open(path)))];

    /// <summary>Each file once, however often it is named: twice read, an account would seem to ask everything twice.</summary>
    public static IReadOnlyList<string> Once(IReadOnlyList<string> paths, Terminal terminal)
    {
        var once = paths.DistinctBy(static path => path is "-" ? path : Path.GetFullPath(path), StringComparer.Ordinal).ToList();
        if (once.Count < paths.Count)
            terminal.Error.WriteLine($"weir: {TextReport.Count(paths.Count - once.Count, "file")} named more than once; each is read once");
        return once;
    }

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
