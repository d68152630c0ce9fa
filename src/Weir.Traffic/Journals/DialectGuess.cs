using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>
/// Which dialect a body is in where its line does not say. Told by members that only one dialect has; what OpenAI chat and
/// Anthropic messages share is told by the answer, or else taken for chat, which reads both.
/// </summary>
internal static class DialectGuess
{
    public static Dialect Of(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        var byAnswer = OfAnswer(FirstEvent(response));
        return byAnswer == Dialect.Other ? OfRequest(request) : byAnswer;
    }

    /// <summary>Of a stream that was kept as text, what its first event carried.</summary>
    private static ReadOnlySpan<byte> FirstEvent(ReadOnlySpan<byte> response)
    {
        var start = response.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is (byte)'{' or (byte)'[')
            return start;
        var data = start.IndexOf("data:"u8);
        if (data < 0)
            return default;
        start = start[(data + 5)..].TrimStart((byte)' ');
        var end = start.IndexOfAny("\r\n"u8);
        return end < 0 ? start : start[..end];
    }

    private static Dialect OfRequest(ReadOnlySpan<byte> request)
    {
        var guess = Dialect.Other;
        var walk = new JsonWalk(request);
        if (!walk.Next() || !walk.IsObject)
            return guess;
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (name.SequenceEqual("messages"u8)) guess = guess == Dialect.Other ? Dialect.OpenAiChat : guess;
            else if (name.SequenceEqual("contents"u8)) return Dialect.GeminiGenerate;
            else if (name.SequenceEqual("input"u8)) guess = Dialect.OpenAiResponses;
            else if (name.SequenceEqual("encoding_format"u8)) return Dialect.OpenAiEmbeddings;
            else if (name.SequenceEqual("prompt"u8)) guess = guess == Dialect.Other ? Dialect.OpenAiCompletions : guess;
            else if (name.SequenceEqual("system"u8) || name.SequenceEqual("anthropic_version"u8) || name.SequenceEqual("stop_sequences"u8)
                || name.SequenceEqual("thinking"u8) || name.SequenceEqual("top_k"u8)) guess = Dialect.AnthropicMessages;
            if (walk.Value())
                walk.Skip();
        }

        return guess;
    }

    private static Dialect OfAnswer(ReadOnlySpan<byte> response)
    {
        var walk = new JsonWalk(response);
        if (response.IsEmpty || !walk.Next())
            return Dialect.Other;
        // A stream that was kept as its chunks: the first of them tells.
        if (walk.IsArray && !walk.NextElement())
            return Dialect.Other;
        if (!walk.IsObject)
            return Dialect.Other;
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (name.SequenceEqual("candidates"u8) || name.SequenceEqual("usageMetadata"u8) || name.SequenceEqual("promptFeedback"u8))
                return Dialect.GeminiGenerate;
            var kind = name.SequenceEqual("object"u8) || name.SequenceEqual("type"u8);
            if (!walk.Value())
                break;
            if (kind && walk.IsString && OfKind(walk.Raw) is var dialect and not Dialect.Other)
                return dialect;
            walk.Skip();
        }

        return Dialect.Other;
    }

    private static Dialect OfKind(ReadOnlySpan<byte> kind)
    {
        if (kind.SequenceEqual("message"u8) || kind.SequenceEqual("message_start"u8)) return Dialect.AnthropicMessages;
        if (kind.SequenceEqual("response"u8) || kind.StartsWith("response."u8)) return Dialect.OpenAiResponses;
        if (kind.StartsWith("chat.completion"u8)) return Dialect.OpenAiChat;
        return kind.SequenceEqual("text_completion"u8) ? Dialect.OpenAiCompletions : Dialect.Other;
    }
}
