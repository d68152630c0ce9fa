namespace Weir.Traffic.Journals;

/// <summary>The words that journal lines use for closed lists, as UTF-8. Reading and writing share them.</summary>
internal static class JournalWords
{
    /// <summary>Version of the line. It is the first property, so that a reader knows a journal line at once.</summary>
    public const int Version = 1;

    private static readonly byte[][] Dialects = Bytes(Enum.GetValues<Dialect>().Select(dialect => dialect.Name()));

    private static readonly byte[][] Outcomes = Bytes(
        ["completed", "rejected", "refused", "caller_left", "caller_timed_out", "upstream_failed", "upstream_broke", "upstream_timed_out", "cut"]);

    private static readonly byte[][] Ways = Bytes(["call", "batch_request", "batch_answer"]);

    private static readonly byte[][] Finishes = Bytes(
        ["unknown", "stop", "length", "tool_calls", "filtered", "refusal", "paused", "error"]);

    private static readonly byte[][] Formats = Bytes(["text", "json", "json_schema"]);

    public static ReadOnlySpan<byte> Of(Dialect dialect) => Dialects[(int)dialect];
    public static ReadOnlySpan<byte> Of(Outcome outcome) => Outcomes[(int)outcome];
    public static ReadOnlySpan<byte> Of(Via via) => Ways[(int)via];
    public static ReadOnlySpan<byte> Of(Finish finish) => Finishes[(int)finish];
    public static ReadOnlySpan<byte> Of(AnswerFormat format) => Formats[(int)format];

    public static bool TryRead(ReadOnlySpan<byte> word, out Outcome outcome)
    {
        var found = Find(Outcomes, word, out var index);
        outcome = (Outcome)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out Via via)
    {
        var found = Find(Ways, word, out var index);
        via = (Via)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out Finish finish)
    {
        var found = Find(Finishes, word, out var index);
        finish = (Finish)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out AnswerFormat format)
    {
        var found = Find(Formats, word, out var index);
        format = (AnswerFormat)index;
        return found;
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out Dialect dialect)
    {
        var found = Find(Dialects, word, out var index);
        dialect = (Dialect)index;
        return found;
    }

    private static bool Find(byte[][] words, ReadOnlySpan<byte> word, out int index)
    {
        for (index = 0; index < words.Length; index++)
        {
            if (word.SequenceEqual(words[index]))
                return true;
        }

        index = 0;
        return false;
    }

    private static byte[][] Bytes(IEnumerable<string> words) => [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];
}
