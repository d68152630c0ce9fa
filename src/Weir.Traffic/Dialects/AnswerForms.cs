namespace Weir.Traffic.Dialects;

/// <summary>How an answer's bytes are laid out.</summary>
public enum AnswerForm : byte
{
    Json = 0,
    Sse,
    /// <summary>A Gemini stream without <c>alt=sse</c>: an array whose elements come one by one.</summary>
    JsonArray,
    JsonLines,
    /// <summary>Not looked into; metered by bytes.</summary>
    Opaque,
}

public static class AnswerForms
{
    /// <summary>
    /// The form that the upstream says its answer has. Where it says nothing useful of a dialect that Weir reads, JSON is
    /// assumed, and the reader corrects that by the first byte that comes.
    /// </summary>
    public static AnswerForm Of(in Endpoint endpoint, ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        if (type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
            return AnswerForm.Sse;
        if (endpoint.Dialect == Dialect.Other)
            return AnswerForm.Opaque;
        if (type.Equals("application/x-ndjson", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/jsonl", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-jsonlines", StringComparison.OrdinalIgnoreCase))
            return AnswerForm.JsonLines;
        return endpoint is { PathStreams: true, PathSse: false } ? AnswerForm.JsonArray : AnswerForm.Json;
    }
}
