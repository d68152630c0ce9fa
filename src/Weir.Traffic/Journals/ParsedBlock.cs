using System.Collections.Concurrent;

namespace Weir.Traffic.Journals;

/// <summary>The exchanges of some lines, in their order, with the numbers of the lines they came from.</summary>
internal sealed class ParsedBlock
{
    public List<Exchange> Exchanges { get; } = [];
    public List<long> LineOf { get; } = [];
    public List<LogFault> Faults { get; } = [];
    public long Lines { get; set; }
}

/// <summary>Turns blocks into exchanges; each call borrows a reader of its own, so any number of threads may call.</summary>
internal sealed class BlockParser(LineContext context, int longestLine)
{
    private readonly ConcurrentBag<LineReader> _readers = [];

    public ParsedBlock Parse(string source, LineBlock block)
    {
        var parsed = Parse(source, block.Bytes, block.FirstLine);
        Remark(source, block, parsed);
        return parsed;
    }

    public ParsedBlock Parse(string source, ReadOnlySpan<byte> lines, long firstLine)
    {
        if (!_readers.TryTake(out var reader))
            reader = new LineReader(context);
        var parsed = new ParsedBlock();
        var number = firstLine - 1;
        while (!lines.IsEmpty)
        {
            number++;
            var end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            if (line.Length > longestLine)
                parsed.Faults.Add(TooLong(source, number));
            else
                One(reader, source, number, line, parsed);
        }

        parsed.Lines = number - firstLine + 1;
        _readers.Add(reader);
        return parsed;
    }

    /// <summary>What is to be said about the stream after the block's lines.</summary>
    public void Remark(string source, LineBlock block, ParsedBlock parsed)
    {
        var last = block.FirstLine + parsed.Lines - 1;
        if (block.BeforeTooLong)
        {
            parsed.Faults.Add(TooLong(source, last + 1));
            parsed.Lines++;
        }

        if (block.Broke is var (kind, says))
            parsed.Faults.Add(new LogFault(source, last, kind, says));
    }

    private static void One(LineReader reader, string source, long number, ReadOnlySpan<byte> line, ParsedBlock parsed)
    {
        // Blank lines and a carriage return before the newline are nobody's fault.
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
            return;
        var result = reader.Read(line, parsed.Exchanges);
        while (parsed.LineOf.Count < parsed.Exchanges.Count)
            parsed.LineOf.Add(number);
        if (result.Kind != LogFaultKind.None)
            parsed.Faults.Add(new LogFault(source, number, result.Kind, result.Says ?? ""));
    }

    private LogFault TooLong(string source, long number) =>
        new(source, number, LogFaultKind.TooLong, $"is longer than {longestLine:N0} bytes");
}
