using System.IO.Compression;

namespace Weir.Traffic.Journals;

/// <summary>One log to read: a name for messages, and how to open it. The reader closes what it opens.</summary>
/// <param name="Reopens">It can be opened a second time, so that its first moments can be looked at before it is its turn.</param>
public sealed record LogSource(string Name, Func<Stream> Open, bool Reopens = true);

/// <summary>Why a line, or the rest of a file, could not be used as it stands.</summary>
public enum LogFaultKind : byte
{
    None = 0,
    /// <summary>The line is no JSON object, or breaks off.</summary>
    BrokenJson,
    /// <summary>It is JSON, but of none of the formats that are read.</summary>
    UnknownFormat,
    NoTime,
    BadTime,
    NoAccount,
    /// <summary>Neither a request nor a prompt, nor a journal line.</summary>
    NothingAsked,
    /// <summary>A journal line of a later version than this program knows.</summary>
    NewerVersion,
    /// <summary>The line is longer than the reader keeps in memory.</summary>
    TooLong,
    /// <summary>The time lies ahead of the clock and of everything around it.</summary>
    Future,
    /// <summary>The file could not be opened or read on; lines before stand.</summary>
    Unreadable,
    /// <summary>The compressed file is cut off or broken; lines before stand.</summary>
    BrokenCompression,
    /// <summary>The file holds nothing.</summary>
    Empty,

    /// <summary>Kept, but its request or answer body is in no dialect that is read: facts only.</summary>
    UnreadBody,
    /// <summary>Kept, but older than lines before it by more than the reordering window.</summary>
    OutOfOrder,
}

/// <summary>One thing that was wrong, and where.</summary>
public readonly record struct LogFault(string Source, long Line, LogFaultKind Kind, string Says)
{
    /// <summary>Whether something was left out of the analysis.</summary>
    public bool Skipped => Kind is not (LogFaultKind.UnreadBody or LogFaultKind.OutOfOrder or LogFaultKind.Empty);
}

/// <summary>Opens a source and takes off its compression, known by its first bytes and not by its name.</summary>
internal static class LogStreams
{
    private const int Peek = 3;

    public static async ValueTask<Stream> OpenAsync(LogSource source, Action<int> bytesRead, CancellationToken cancellation)
    {
        var raw = new CountedStream(source.Open(), bytesRead);
        try
        {
            var head = new byte[Peek];
            var length = await raw.ReadAtLeastAsync(head, Peek, throwOnEndOfStream: false, cancellation);
            var gzip = length >= 2 && head[0] == 0x1f && head[1] == 0x8b;
            // A byte-order mark is no part of the first line.
            var mark = length == 3 && head is [0xEF, 0xBB, 0xBF];
            Stream whole = mark ? raw : new PrefixedStream(head.AsMemory(0, length), raw);
            return gzip ? new WithoutMark(new GZipStream(whole, CompressionMode.Decompress)) : whole;
        }
        catch
        {
            await raw.DisposeAsync();
            throw;
        }
    }
}
