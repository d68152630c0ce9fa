namespace Weir.Traffic.Dialects;

/// <summary>What a call's method and path say about it.</summary>
/// <param name="PathModel">The model where the path names it (Gemini, Azure-like deployments).</param>
/// <param name="PathStreams">The path alone says that the answer streams.</param>
/// <param name="PathSse">A Gemini stream was asked for as server-sent events (<c>alt=sse</c>) and not as a JSON array.</param>
public readonly record struct Endpoint(Dialect Dialect, Provider Provider, string? PathModel = null, bool PathStreams = false, bool PathSse = false)
{
    /// <summary>
    /// The call asks nothing: it fetches an answer that was stored or made in the background. The answer is read like any
    /// other, since it may leave nowhere else; there is no request to read.
    /// </summary>
    public bool Fetches { get; init; }
}

/// <summary>Calls that hand in or fetch many exchanges at once.</summary>
public enum BatchPart : byte
{
    None = 0,
    /// <summary>POST /v1/files: a multipart form that may hold a batch's requests.</summary>
    OpenAiUpload,
    /// <summary>GET /v1/files/{id}/content: the file may hold a batch's answers.</summary>
    OpenAiContent,
    /// <summary>POST /v1/messages/batches.</summary>
    AnthropicCreate,
    /// <summary>GET /v1/messages/batches/{id}/results.</summary>
    AnthropicResults,
}

/// <summary>
/// Tells dialects apart by path. Matching is by the last segments, so any prefix an operator serves under is understood,
/// and it is blind to case, doubled and trailing slashes: an upstream that is lenient there must not give a way around.
/// Paths are expected percent-decoded; a query may be left on and is looked at for <c>alt=sse</c> only.
/// </summary>
public static class Endpoints
{
    private const int MaxSegments = 16;

    public static Endpoint Recognize(string method, ReadOnlySpan<char> path, bool anthropicHeaders)
    {
        var sse = CutQuery(ref path);
        Span<Range> ranges = stackalloc Range[MaxSegments + 1];
        var segments = new Segments(path, ranges);
        if (segments.Count == 0)
            return Unknown(segments, anthropicHeaders);

        var post = method.Equals("POST", StringComparison.OrdinalIgnoreCase);
        var get = method.Equals("GET", StringComparison.OrdinalIgnoreCase);
        if (post && segments.Last.Contains(':') && Gemini(segments, sse) is { } gemini)
            return gemini;
        if (post && OpenAiOrAnthropic(segments) is { } known)
            return known;
        if (get && (Stored(segments) ?? Models(segments, anthropicHeaders)) is { } fetched)
            return fetched;
        return Unknown(segments, anthropicHeaders);
    }

    public static BatchPart Batch(string method, ReadOnlySpan<char> path, bool anthropicHeaders)
    {
        CutQuery(ref path);
        Span<Range> ranges = stackalloc Range[MaxSegments + 1];
        var segments = new Segments(path, ranges);
        if (method.Equals("POST", StringComparison.OrdinalIgnoreCase))
        {
            if (segments.EndWith("messages", "batches"))
                return BatchPart.AnthropicCreate;
            return !anthropicHeaders && segments.Is(^1, "files") ? BatchPart.OpenAiUpload : BatchPart.None;
        }

        if (!method.Equals("GET", StringComparison.OrdinalIgnoreCase))
            return BatchPart.None;
        if (segments.Is(^1, "results") && segments.Is(^3, "batches") && segments.Is(^4, "messages"))
            return BatchPart.AnthropicResults;
        return !anthropicHeaders && segments.Is(^1, "content") && segments.Is(^3, "files") ? BatchPart.OpenAiContent : BatchPart.None;
    }

    private static Endpoint? OpenAiOrAnthropic(in Segments segments)
    {
        if (segments.EndWith("chat", "completions"))
            return new Endpoint(Dialect.OpenAiChat, Provider.OpenAi, segments.Deployment(^3));
        if (segments.Is(^1, "completions"))
            return new Endpoint(Dialect.OpenAiCompletions, Provider.OpenAi, segments.Deployment(^2));
        if (segments.Is(^1, "responses"))
            return new Endpoint(Dialect.OpenAiResponses, Provider.OpenAi, segments.Deployment(^2));
        if (segments.Is(^1, "embeddings"))
            return new Endpoint(Dialect.OpenAiEmbeddings, Provider.OpenAi, segments.Deployment(^2));
        // Assistants' threads also have messages; those are relayed as other.
        if (segments.Is(^1, "messages") && !segments.Is(^3, "threads"))
            return new Endpoint(Dialect.AnthropicMessages, Provider.Anthropic);
        if (segments.EndWith("messages", "count_tokens"))
            return new Endpoint(Dialect.AnthropicCountTokens, Provider.Anthropic);
        return null;
    }

    private static Endpoint? Gemini(in Segments segments, bool sse)
    {
        var last = segments.Last;
        var colon = last.LastIndexOf(':');
        var verb = last[(colon + 1)..];
        var (dialect, streams) = verb switch
        {
            _ when Same(verb, "generateContent") => (Dialect.GeminiGenerate, false),
            _ when Same(verb, "streamGenerateContent") => (Dialect.GeminiGenerate, true),
            _ when Same(verb, "embedContent") || Same(verb, "batchEmbedContents") => (Dialect.GeminiEmbed, false),
            _ when Same(verb, "countTokens") => (Dialect.GeminiCountTokens, false),
            _ => (Dialect.Other, false),
        };
        return dialect == Dialect.Other
            ? null
            : new Endpoint(dialect, Provider.Gemini, last[..colon].ToString(), streams, streams && sse);
    }

    private static Endpoint? Stored(in Segments segments)
    {
        if (segments.Is(^2, "responses"))
            return new Endpoint(Dialect.OpenAiResponses, Provider.OpenAi) { Fetches = true };
        if (segments.Is(^2, "completions") && segments.Is(^3, "chat"))
            return new Endpoint(Dialect.OpenAiChat, Provider.OpenAi) { Fetches = true };
        return null;
    }

    private static Endpoint? Models(in Segments segments, bool anthropicHeaders)
    {
        // /v1/models, /v1/models/{id}, and ids that hold a slash as Hugging Face names do.
        var at = segments.IndexOf("models");
        if (at < 0 || at > 4)
            return null;
        if (anthropicHeaders)
            return new Endpoint(Dialect.AnthropicModels, Provider.Anthropic);
        return segments.LooksGemini
            ? new Endpoint(Dialect.GeminiModels, Provider.Gemini)
            : new Endpoint(Dialect.OpenAiModels, Provider.OpenAi);
    }

    private static Endpoint Unknown(in Segments segments, bool anthropicHeaders)
    {
        var provider = anthropicHeaders || (segments.IndexOf("messages") >= 0 && segments.IndexOf("threads") < 0) ? Provider.Anthropic
            : segments.LooksGemini ? Provider.Gemini
            : Provider.OpenAi;
        return new Endpoint(Dialect.Other, provider);
    }

    private static bool CutQuery(ref ReadOnlySpan<char> path)
    {
        var mark = path.IndexOf('?');
        if (mark < 0)
            return false;
        var query = path[(mark + 1)..];
        path = path[..mark];
        foreach (var pair in query.Split('&'))
        {
            if (Same(query[pair], "alt=sse") || Same(query[pair], "$alt=sse"))
                return true;
        }

        return false;
    }

    private static bool Same(ReadOnlySpan<char> text, ReadOnlySpan<char> name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private readonly ref struct Segments
    {
        private readonly ReadOnlySpan<char> _path;
        private readonly ReadOnlySpan<Range> _ranges;

        public Segments(ReadOnlySpan<char> path, Span<Range> ranges)
        {
            _path = path;
            // A path of more segments than any known one keeps the rest in its last segment, and so matches nothing.
            Count = path.Split(ranges, '/', StringSplitOptions.RemoveEmptyEntries);
            _ranges = ranges[..Count];
        }

        public int Count { get; }
        public ReadOnlySpan<char> Last => _path[_ranges[^1]];

        /// <summary>Google's own API versions, unless the path goes to its OpenAI-compatible side.</summary>
        public bool LooksGemini => (IndexOf("v1beta") >= 0 || IndexOf("v1alpha") >= 0) && IndexOf("openai") < 0;

        public bool Is(Index index, ReadOnlySpan<char> name)
        {
            var at = index.GetOffset(Count);
            return at >= 0 && at < Count && Same(_path[_ranges[at]], name);
        }

        public bool EndWith(ReadOnlySpan<char> beforeLast, ReadOnlySpan<char> last) => Is(^1, last) && Is(^2, beforeLast);

        public int IndexOf(ReadOnlySpan<char> name)
        {
            for (var i = 0; i < Count; i++)
            {
                if (Same(_path[_ranges[i]], name))
                    return i;
            }

            return -1;
        }

        /// <summary>The segment at <paramref name="index"/> where the one before it is <c>deployments</c> or <c>engines</c>.</summary>
        public string? Deployment(Index index)
        {
            var at = index.GetOffset(Count);
            return at > 0 && (Is(at - 1, "deployments") || Is(at - 1, "engines")) ? _path[_ranges[at]].ToString() : null;
        }
    }
}
