namespace Weir.Traffic.Journals;

/// <summary>Reads lines of the journal that lie in memory, such as those that a snapshot carries along.</summary>
public static class JournalLines
{
    private const int LongestLine = 32 << 20;

    /// <param name="keepTexts">Prompts and answers, where they were kept.</param>
    /// <exception cref="InvalidDataException">A line is none of the journal's: whoever wrote it wrote something else.</exception>
    public static IReadOnlyList<Exchange> Read(ReadOnlySpan<byte> lines, KeyedHasher hasher, bool keepTexts = false)
    {
        var parsed = new BlockParser(new LineContext(hasher, keepTexts), LongestLine).Parse("lines", lines, firstLine: 1);
        return parsed.Faults is [var fault, ..] ? throw new InvalidDataException($"Line {fault.Line} {fault.Says}.") : parsed.Exchanges;
    }
}
