namespace Weir.Traffic.Dialects;

/// <summary>One exchange of a batch: a request that was handed in, or an answer that was fetched. Valid during the call only.</summary>
public readonly ref struct BatchLine
{
    /// <summary>Position in the batch, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The caller's own name for it, by which request and answer belong together.</summary>
    public string? CustomId { get; init; }

    public Endpoint Endpoint { get; init; }

    /// <summary>What was asked; null for an answer.</summary>
    public RequestReading? Request { get; init; }

    /// <summary>The request's body: the bytes that the reading's offsets mean.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>What was answered; null for a request. Belongs to the batch's reader, which uses it again for the next line.</summary>
    public AnswerReader? Answer { get; init; }

    /// <summary>The answer's own status; 0 where it never ran (cancelled, expired).</summary>
    public int Status { get; init; }
}

public delegate void BatchLineHandler(in BatchLine line);

/// <summary>
/// Reads a batch as the exchanges it holds while it passes by, in any chunking. A line that cannot be read is counted and
/// the rest is read; one over <see cref="MaxLine"/> counts as unread too. Never throws on what a caller or an upstream sends.
/// </summary>
public sealed class BatchReader
{
    public const int MaxLine = 8 << 20;

    private readonly BatchPart _part;
    private readonly BatchLineHandler _handler;
    private readonly int _maxText;
    private readonly MultipartFile? _form;
    private readonly LineFrames _lines = new(MaxLine);
    private readonly JsonArrayFrames _elements = new(MaxLine, insideObject: true);
    private AnswerReader? _answers;

    /// <param name="contentType">Of an upload: it names the form's boundary.</param>
    /// <param name="maxText">Characters of each answer's text that are kept for the handler.</param>
    public BatchReader(BatchPart part, string? contentType, int maxText, BatchLineHandler handler)
    {
        _part = part;
        _handler = handler;
        _maxText = maxText;
        _form = part == BatchPart.OpenAiUpload ? new MultipartFile(contentType) : null;
    }

    /// <summary>What an upload is for, once that has come by. Only <c>batch</c> holds exchanges.</summary>
    public string? Purpose => _form?.Purpose;

    public long Lines { get; private set; }

    /// <summary>Lines that hold no exchange that could be read: broken, too large, or of another kind of file.</summary>
    public long Unread { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        switch (_part)
        {
            case BatchPart.OpenAiUpload:
                while (_form!.TryNext(bytes, ref at, out var file))
                    FeedLines(file);
                break;
            case BatchPart.AnthropicCreate:
                while (_elements.TryNext(bytes, ref at, out var element))
                    Take(element);
                break;
            case BatchPart.OpenAiContent or BatchPart.AnthropicResults:
                FeedLines(bytes);
                break;
            default:
                break;
        }
    }

    public void Finish()
    {
        if (_part == BatchPart.AnthropicCreate)
        {
            if (_elements.TryFinish(out var element))
                Take(element);
        }
        else if (_lines.TryFinish(out var line))
        {
            Take(line);
        }

        _lines.Release();
        _elements.Release();
        _form?.Release();
    }

    private void FeedLines(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (_lines.TryNext(bytes, ref at, out var line))
            Take(line);
    }

    private void Take(in Frame frame)
    {
        Lines++;
        if (frame.Oversize || !BatchEnvelope.TryRead(frame.Data, out var envelope))
        {
            Unread++;
            return;
        }

        var request = _part is BatchPart.OpenAiUpload or BatchPart.AnthropicCreate;
        if (!(request ? Asked(frame.Data, envelope) : Answered(frame.Data, envelope)))
            Unread++;
    }

    private bool Asked(ReadOnlySpan<byte> line, in BatchEnvelope envelope)
    {
        if (!envelope.HasRequest)
            return false;
        var body = line[envelope.Request];
        var anthropic = _part == BatchPart.AnthropicCreate;
        var endpoint = anthropic
            ? new Endpoint(Dialect.AnthropicMessages, Provider.Anthropic)
            : Endpoints.Recognize(envelope.Method ?? "POST", envelope.Url, anthropicHeaders: false);
        if (!RequestReader.TryRead(endpoint, body, out var reading, out _))
            return false;
        _handler(new BatchLine { Number = Lines, CustomId = envelope.CustomId, Endpoint = endpoint, Request = reading, Body = body });
        return true;
    }

    private bool Answered(ReadOnlySpan<byte> line, in BatchEnvelope envelope)
    {
        if (!envelope.HasAnswer)
            return false;
        var dialect = _part == BatchPart.AnthropicResults ? Dialect.AnthropicMessages : envelope.Answered;
        var endpoint = new Endpoint(dialect, dialect.Provider());
        if (_answers is null)
            _answers = new AnswerReader(endpoint, AnswerForm.Json, _maxText);
        else
            _answers.Reset(endpoint, AnswerForm.Json, _maxText);
        _answers.Feed(line[envelope.Answer]);
        _answers.Finish();
        _handler(new BatchLine { Number = Lines, CustomId = envelope.CustomId, Endpoint = endpoint, Answer = _answers, Status = envelope.Status });
        return true;
    }
}
