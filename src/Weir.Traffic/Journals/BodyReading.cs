using System.Buffers;
using System.Text;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Traffic.Journals;

/// <summary>What the request and the answer of one line say, whatever shape they have in it.</summary>
internal sealed class BodyFacts
{
    /// <summary>There was something that the model was asked.</summary>
    public bool Asked { get; set; }
    public Dialect Dialect { get; set; }
    public string? Model { get; set; }
    public bool Stream { get; set; }
    public string? EndUser { get; set; }
    public AskFacts Ask { get; set; } = AskFacts.None;
    public AnswerFacts Answer { get; set; } = AnswerFacts.None;
    public PromptFeatures? Prompt { get; set; }
    public string? PromptText { get; set; }
    public string? AnswerText { get; set; }
    public Usage Usage { get; set; }
    /// <summary>Why a body was not understood; the rest of the line still counts.</summary>
    public string? Unread { get; set; }

    public void Clear()
    {
        Asked = Stream = false;
        Dialect = Dialect.Other;
        Model = EndUser = PromptText = AnswerText = Unread = null;
        Ask = AskFacts.None;
        Answer = AnswerFacts.None;
        Prompt = null;
        Usage = default;
    }
}

/// <summary>
/// Reads requests and answers where they stand in a line, with the readers that the gateway uses on the wire. One thread
/// uses one; what <see cref="Of"/> returns is valid until its next call.
/// </summary>
internal sealed class BodyReading(LineContext context)
{
    /// <summary>Characters of an answer that are hashed, and kept where texts are kept. Longer answers differ before that.</summary>
    private const int LongestAnswer = 1 << 18;

    private readonly BodyFacts _facts = new();
    private readonly AnswerReader _answers = new(default, AnswerForm.Opaque, 0);

    public BodyFacts Of(in LineMembers members, bool journal)
    {
        _facts.Clear();
        DialectOf(members);
        if (journal)
            Journalled(members);
        else if (members[LineMember.Request] is { IsGiven: true } request)
            Whole(members.Bytes(request), request, members.Bytes(LineMember.Response), members[LineMember.Response]);
        else if (members[LineMember.Prompt] is { IsString: true } prompt)
            Prompt(members, prompt);
        else if (members[LineMember.Prompt] is { IsArray: true } messages)
            Messages(members.Bytes(messages));
        if (!journal)
            AnswerOf(members);
        return _facts;
    }

    /// <summary>For the foreign formats: a request put together in a dialect, and an answer (or nothing).</summary>
    public BodyFacts Of(Dialect asked, ReadOnlySpan<byte> request, Dialect answered, ReadOnlySpan<byte> response)
    {
        _facts.Clear();
        _facts.Dialect = asked;
        Request(request);
        _facts.Dialect = answered;
        if (!response.IsEmpty)
            Response(response);
        return _facts;
    }

    private void DialectOf(in LineMembers members)
    {
        var named = members[LineMember.Dialect];
        if (named.IsString && JournalWords.TryRead(members.Bytes(named), out Dialect dialect))
            _facts.Dialect = dialect;
    }

    private void Journalled(in LineMembers members)
    {
        _facts.Asked = true;
        if (members[LineMember.Asked].IsObject)
            _facts.Ask = JournalParts.Asked(members.Bytes(LineMember.Asked));
        if (members[LineMember.Answered].IsObject)
            _facts.Answer = JournalParts.Answered(members.Bytes(LineMember.Answered));
        if (members[LineMember.Features].IsObject)
            _facts.Prompt = JournalParts.Features(members.Bytes(LineMember.Features));
        if (!context.KeepTexts)
            return;
        if (members[LineMember.Prompt] is { IsString: true } prompt)
            _facts.PromptText = JsonText.ToText(members.Bytes(prompt), prompt.Escaped);
        if (members[LineMember.Answer] is { IsString: true } answer)
            _facts.AnswerText = JsonText.ToText(members.Bytes(answer), answer.Escaped);
    }

    private void AnswerOf(in LineMembers members)
    {
        if (members[LineMember.Response] is { IsGiven: true } response && !members[LineMember.Answer].IsString)
            using (var text = Unquoted.Of(members.Bytes(response), response))
                Response(text.Bytes);
        else if (members[LineMember.Answer] is { IsString: true } answer)
            ShortAnswer(members, answer);
        else if (members[LineMember.Answered].IsObject)
            _facts.Answer = JournalParts.Answered(members.Bytes(LineMember.Answered));
    }

    /// <summary>A request body as sent; also where the log wrote it as a string.</summary>
    private void Whole(ReadOnlySpan<byte> bytes, RawValue request, ReadOnlySpan<byte> response, RawValue answer)
    {
        using var body = Unquoted.Of(bytes, request);
        if (_facts.Dialect == Dialect.Other)
        {
            using var answered = Unquoted.Of(response, answer);
            _facts.Dialect = DialectGuess.Of(body.Bytes, answered.Bytes);
        }

        Request(body.Bytes);
    }

    private void Request(ReadOnlySpan<byte> body)
    {
        _facts.Asked = true;
        var endpoint = new Endpoint(_facts.Dialect, _facts.Dialect.Provider());
        if (!RequestReader.TryRead(endpoint, body, out var reading, out var fault) || reading is null)
        {
            _facts.Unread = "has a request that is not understood: " + fault.Message;
            return;
        }

        _facts.Model = reading.Model;
        _facts.Stream = reading.Stream ?? false;
        _facts.EndUser = reading.EndUser;
        _facts.Ask = reading.Ask;
        _facts.Usage = new Usage(reading.InputTokens, 0, Estimated: true);
        // Where a log left the texts out there is nothing to compute features from.
        if (!_facts.Dialect.Generates() || reading.Pieces.Count == 0)
            return;
        using var last = PromptTexts.LastUser(reading, body);
        using var system = PromptTexts.System(reading, body);
        using var first = PromptTexts.FirstUser(reading, body);
        _facts.Prompt = PromptFeatures.Compute(last.Span, system.Span, first.Span, reading.Ask, context.Hasher);
        if (context.KeepTexts)
            _facts.PromptText = last.Span.ToString();
    }

    private void Messages(ReadOnlySpan<byte> messages)
    {
        var body = ArrayPool<byte>.Shared.Rent(messages.Length + 16);
        "{\"messages\":"u8.CopyTo(body);
        messages.CopyTo(body.AsSpan(12));
        body[12 + messages.Length] = (byte)'}';
        if (_facts.Dialect == Dialect.Other)
            _facts.Dialect = Dialect.OpenAiChat;
        Request(body.AsSpan(0, messages.Length + 13));
        ArrayPool<byte>.Shared.Return(body);
    }

    /// <summary>The short form: one prompt as text, and under <c>asked</c> the shape of the request where the log has it.</summary>
    private void Prompt(in LineMembers members, RawValue prompt)
    {
        _facts.Asked = true;
        var raw = members.Bytes(prompt);
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, JsonText.Decode(raw, rented, prompt.Escaped, out _));
        _facts.Ask = members[LineMember.Asked].IsObject
            ? JournalParts.Asked(members.Bytes(LineMember.Asked)) with { PromptChars = text.Length }
            : new AskFacts { Messages = 1, UserMessages = 1, PromptChars = text.Length, TotalChars = text.Length };
        // Of a later turn of a conversation the first message is not known.
        _facts.Prompt = PromptFeatures.Compute(text, default, _facts.Ask.UserMessages > 1 ? default : text, _facts.Ask, context.Hasher);
        // What the line counts itself need not be estimated.
        _facts.Usage = new Usage(members[LineMember.InputTokens].IsGiven ? 0 : TokenEstimate.Of(text), 0, Estimated: true);
        if (context.KeepTexts)
            _facts.PromptText = text.ToString();
        ArrayPool<char>.Shared.Return(rented);
    }

    private void ShortAnswer(in LineMembers members, RawValue answer)
    {
        var raw = members.Bytes(answer);
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, JsonText.Decode(raw, rented, answer.Escaped, out _));
        var known = members[LineMember.Answered].IsObject ? JournalParts.Answered(members.Bytes(LineMember.Answered)) : new AnswerFacts { Choices = 1, Events = 1 };
        _facts.Answer = known with { Chars = text.Length, Hash = HashOf(text) };
        _facts.Usage = _facts.Usage with { OutputTokens = members[LineMember.OutputTokens].IsGiven ? 0 : TokenEstimate.Of(text), Estimated = true };
        if (context.KeepTexts)
            _facts.AnswerText = text.ToString();
        ArrayPool<char>.Shared.Return(rented);
    }

    /// <summary>An answer body; a stream may stand there as the text of its events or as an array of its chunks.</summary>
    private void Response(ReadOnlySpan<byte> body)
    {
        var endpoint = new Endpoint(_facts.Dialect, _facts.Dialect.Provider());
        var start = body.TrimStart(" \t\r\n"u8);
        if (start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(":"u8))
        {
            _answers.Reset(endpoint, AnswerForm.Sse, LongestAnswer);
            _answers.Feed(body);
        }
        else if (start.StartsWith("["u8))
        {
            _answers.Reset(endpoint, AnswerForm.Sse, LongestAnswer);
            if (!TryFeedChunks(body))
                _facts.Unread ??= "has a response that is not valid JSON";
        }
        else
        {
            _answers.Reset(endpoint, AnswerForm.Json, LongestAnswer);
            _answers.Feed(body);
        }

        _answers.Finish();
        _facts.Answer = _answers.Facts() with { Hash = HashOf(_answers.Text) };
        _facts.Usage = _answers.ReportedUsage ?? _answers.UsageOrEstimate(_facts.Usage.InputTokens);
        _facts.Model ??= _answers.Model;
        if (context.KeepTexts)
            _facts.AnswerText = _answers.Text.ToString();
        if (_facts.Dialect == Dialect.Other && _facts.Unread is null && body.Length > 2)
            _facts.Unread = "has a response in no dialect that is read";
    }

    /// <summary>Each element of the array is what one event of the stream carried; the elements hold no line break of their own.</summary>
    private bool TryFeedChunks(ReadOnlySpan<byte> array)
    {
        var walk = new JsonWalk(array);
        walk.Next();
        while (walk.NextElement())
        {
            var chunk = RawValue.At(ref walk);
            if (!chunk.IsObject || walk.Ended)
                continue;
            _answers.Feed("data: "u8);
            _answers.Feed(array.Slice(chunk.Start, chunk.Length));
            _answers.Feed("\n\n"u8);
        }

        return !walk.Ended;
    }

    private KeyedHash HashOf(ReadOnlySpan<char> text) =>
        context.Hasher.Hash(text.Length > LongestAnswer ? text[..LongestAnswer] : text);
}

/// <summary>A body that a log holds as JSON, or as a string with the JSON inside, which is then decoded into pooled memory.</summary>
internal readonly ref struct Unquoted
{
    private readonly byte[]? _rented;

    private Unquoted(ReadOnlySpan<byte> bytes, byte[]? rented)
    {
        Bytes = bytes;
        _rented = rented;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public static Unquoted Of(ReadOnlySpan<byte> raw, RawValue value)
    {
        if (!value.IsString)
            return new Unquoted(value.IsObject || value.IsArray ? raw : default, null);
        if (!value.Escaped)
            return new Unquoted(raw, null);
        var chars = ArrayPool<char>.Shared.Rent(raw.Length);
        var length = JsonText.Decode(raw, chars, escaped: true, out _);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(length));
        var written = Encoding.UTF8.GetBytes(chars.AsSpan(0, length), bytes);
        ArrayPool<char>.Shared.Return(chars);
        return new Unquoted(bytes.AsSpan(0, written), bytes);
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
