namespace Weir.Traffic.Dialects;

/// <summary>
/// Reads an answer as it passes by, in any chunking, and tells at any moment what was produced so far. Memory is bounded:
/// an event, element or line is kept up to 1 MiB and a body up to 8 MiB; what is larger is counted by its bytes and marked
/// as unread, without loss of what stood before or comes after. Never throws on what an upstream sends. One answer at a time, one thread at a time.
/// </summary>
public sealed class AnswerReader
{
    public const int MaxEvent = 1 << 20;
    public const int MaxBody = 8 << 20;

    private readonly SseFrames _sse = new(MaxEvent);
    private readonly JsonArrayFrames _array = new(MaxEvent);
    private readonly LineFrames _lines = new(MaxBody);
    private readonly ByteBuffer _body = new();
    private readonly UsageTail _tail = new();
    private readonly AnswerTally _tally = new();
    private Endpoint _endpoint;
    private AnswerForm _form;
    private int _maxText;
    private long _bytes, _bodyBytes;
    private bool _sniffed, _bodyRead, _finished;

    public AnswerReader(in Endpoint endpoint, AnswerForm form, int maxText) => Reset(endpoint, form, maxText);

    /// <summary>The form as the first byte showed it, which may be another than the content type said.</summary>
    public AnswerForm Form => _form;

    /// <summary>All bytes fed.</summary>
    public long Bytes => _bytes;

    /// <summary>The model as the upstream names it; null where it does not.</summary>
    public string? Model => _tally.Model;

    /// <summary>Text of the first choice, up to the limit given at the start. Valid until the next call.</summary>
    public ReadOnlySpan<char> Text => _tally.Text;

    /// <summary>The upstream's own final count; null where it has not come.</summary>
    public Usage? ReportedUsage => _tally.Reported;

    public void Reset(in Endpoint endpoint, AnswerForm form, int maxText)
    {
        _endpoint = endpoint;
        _form = form;
        _maxText = maxText;
        _sse.Release();
        _array.Release();
        _lines.Release();
        _body.Release();
        _tail.Reset();
        _tally.Reset(maxText);
        _bytes = _bodyBytes = 0;
        _sniffed = _bodyRead = _finished = false;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        if (!_sniffed && !Sniff(ref bytes))
            return;
        var at = 0;
        switch (_form)
        {
            case AnswerForm.Sse:
                while (_sse.TryNext(bytes, ref at, out var sent))
                    Take(sent);
                break;
            case AnswerForm.JsonArray:
                while (_array.TryNext(bytes, ref at, out var element))
                    Take(element);
                break;
            case AnswerForm.JsonLines:
                while (_lines.TryNext(bytes, ref at, out var line))
                    Take(line);
                break;
            case AnswerForm.Json:
                FeedBody(bytes);
                break;
            default:
                break;
        }
    }

    /// <summary>The end, whether the upstream closed or somebody hung up half way. More calls change nothing.</summary>
    public void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        switch (_form)
        {
            case AnswerForm.Sse:
                if (_sse.TryFinish(out var sent))
                    Take(sent);
                if (_sse.SawBareObject)
                    _tally.Finish = Traffic.Finish.Error;
                _sse.Release();
                break;
            case AnswerForm.JsonArray:
                if (_array.TryFinish(out var element))
                    Take(element);
                _array.Release();
                break;
            case AnswerForm.JsonLines:
                if (_lines.TryFinish(out var line))
                    Take(line);
                _lines.Release();
                break;
            case AnswerForm.Json:
                FinishBody();
                break;
            default:
                break;
        }
    }

    public AnswerFacts Facts() => _tally.Facts();

    /// <summary>
    /// What to bill and record: the upstream's own word, or an estimate from what came through, marked as one.
    /// </summary>
    /// <param name="inputTokens">What the request is thought to hold, where the upstream does not say (<see cref="RequestReading.InputTokens"/>).</param>
    public Usage UsageOrEstimate(int inputTokens)
    {
        if (_tally.Reported is { } reported)
            return reported;
        var read = _endpoint.Dialect.Generates() || _endpoint.Dialect is Dialect.OpenAiEmbeddings or Dialect.GeminiEmbed;
        if (!read || _bytes == 0 || _tally.OnlyError)
            return default;
        var estimate = _tally.Estimate(inputTokens);
        return _endpoint.Dialect.Generates() ? estimate : estimate with { OutputTokens = 0 };
    }

    private void Take(in Frame frame)
    {
        if (frame.Oversize)
        {
            _tally.BeginEvent();
            _tally.Miss(ResponsesAnswers.Repeats(frame.Name) ? 0 : frame.Bytes);
        }
        else if (!frame.Data.IsEmpty && !frame.Data.SequenceEqual("[DONE]"u8))
        {
            Read(frame.Name, frame.Data, whole: false);
        }
    }

    /// <summary>Reads one JSON object; false where it was not whole.</summary>
    private bool Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool whole)
    {
        _tally.BeginEvent();
        var json = new JsonWalk(data);
        var found = json.Next() && json.IsObject;
        if (found)
            Walk(ref json, name, whole);
        _tally.EndEvent();
        if (found && !json.Ended)
            return true;
        _tally.Miss(ResponsesAnswers.Repeats(name) ? 0 : data.Length - json.Consumed);
        return false;
    }

    private void Walk(ref JsonWalk json, ReadOnlySpan<byte> name, bool whole)
    {
        switch (_endpoint.Dialect)
        {
            case Dialect.OpenAiChat or Dialect.OpenAiCompletions:
                OpenAiAnswers.Read(ref json, _tally);
                break;
            case Dialect.OpenAiResponses:
                ResponsesAnswers.Read(ref json, name, _tally);
                break;
            case Dialect.OpenAiEmbeddings:
                OpenAiAnswers.Embeddings(ref json, _tally);
                break;
            case Dialect.AnthropicMessages:
                AnthropicAnswers.Read(ref json, _tally);
                break;
            case Dialect.GeminiGenerate or Dialect.GeminiEmbed:
                GeminiAnswers.Read(ref json, _tally);
                break;
            default:
                json.Skip();
                break;
        }

        // A whole body is the upstream's last word, whatever it says of why it stopped.
        _tally.UsageAlone |= whole;
    }

    /// <summary>Finds the first byte that means something and lets it correct what the content type said.</summary>
    private bool Sniff(ref ReadOnlySpan<byte> bytes)
    {
        if (_form is AnswerForm.Opaque or AnswerForm.JsonLines)
            return _sniffed = true;
        var first = bytes.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        if (first < 0)
            return false;
        bytes = bytes[first..];
        _sniffed = true;
        _form = bytes[0] switch
        {
            (byte)'{' when _form == AnswerForm.Sse => AnswerForm.Json,
            (byte)'[' when _endpoint.Dialect == Dialect.GeminiGenerate => AnswerForm.JsonArray,
            (byte)'d' or (byte)'e' or (byte)':' or (byte)'i' or (byte)'r' when _endpoint.Dialect.Generates() => AnswerForm.Sse,
            _ => _form,
        };
        return true;
    }

    private void FeedBody(ReadOnlySpan<byte> bytes)
    {
        if (_bodyRead)
            return;
        var first = _bodyBytes == 0;
        _bodyBytes += bytes.Length;
        if (_bodyBytes > MaxBody)
        {
            Overflow(bytes);
            return;
        }

        // Most bodies come in one piece: read it where it lies. A guess by its last byte; the walk finds out.
        if (first && bytes.TrimEnd(" \t\r\n"u8).EndsWith("}"u8))
        {
            _bodyRead = Read(default, bytes, whole: true);
            if (_bodyRead)
                return;
            _tally.Reset(_maxText);
        }

        _body.Append(bytes);
    }

    /// <summary>A body too large to keep: what is kept is read as far as it goes, then only its end, where the usage stands.</summary>
    private void Overflow(ReadOnlySpan<byte> bytes)
    {
        if (!_tail.Started)
        {
            var room = (int)(MaxBody - (_bodyBytes - bytes.Length));
            _body.Append(bytes[..room]);
            bytes = bytes[room..];
            Read(default, _body.Span, whole: false);
            _tail.Feed(_body.Span);
            _body.Release();
        }

        _tail.Feed(bytes);
    }

    private void FinishBody()
    {
        if (_tail.Started)
        {
            _tally.MissMore(_bodyBytes - MaxBody);
            _tail.Read(_endpoint.Dialect, _tally);
        }
        else if (!_bodyRead && _body.Length > 0)
        {
            Read(default, _body.Span, whole: true);
        }

        _body.Release();
    }
}
