using System.Buffers;

namespace Weir.Traffic.Dialects;

/// <summary>
/// Makes an answer worth less to a student while it passes: event by event in a stream, whole where it is one body. Events that hold
/// nothing of the kind go on byte for byte. What is too large to be looked at is left out: here that is the safe side.
/// </summary>
public sealed class AnswerNarrower
{
    private const int MostEvent = 8 << 20;
    private const int MostBody = 64 << 20;

    private readonly AnswerNarrowing _narrowing;
    private readonly AnswerForm _form;
    private readonly SseFrames _frames = new(MostEvent);
    private readonly ByteBuffer _held = new();
    private readonly ArrayBufferWriter<byte> _rewritten = new(512);
    private bool _dropping;
    private bool _lastReplaced;

    public AnswerNarrower(AnswerForm form, LogprobsForm logprobs, bool hideReasoning) =>
        (_form, _narrowing) = (form, new AnswerNarrowing(logprobs, hideReasoning));

    /// <summary>Events, or bodies, that were changed or left out.</summary>
    public int Changed { get; private set; }

    /// <summary>The body was larger than is held: nothing of it can be given.</summary>
    public bool TooLarge { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (bytes.IsEmpty)
            return;
        if (_form == AnswerForm.Sse)
            FeedEvents(bytes, output);
        else if (TooLarge || (TooLarge = _held.Length + bytes.Length > MostBody))
            _held.Clear();
        else
            _held.Append(bytes);
    }

    public void Finish(IBufferWriter<byte> output)
    {
        if (_form == AnswerForm.Sse)
        {
            if (_frames.TryFinish(out var frame) && !_dropping && !frame.Oversize)
                Write(frame, _held.Span, output);
            else if (!_dropping)
                output.Write(_held.Span);
        }
        else if (_narrowing.TryRewrite(_held.Span, output))
        {
            Changed++;
        }
        else
        {
            output.Write(_held.Span);
        }

        _held.Release();
        _frames.Release();
    }

    private void FeedEvents(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var sent = 0;
        var at = 0;
        // A LF that completes the CRLF behind the last event goes the way of that event.
        if (_frames.AfterReturn && _frames.BetweenEvents && bytes[0] == (byte)'\n')
        {
            if (!_lastReplaced)
                output.Write(bytes[..1]);
            sent = 1;
        }

        while (_frames.TryNext(bytes, ref at, out var frame))
        {
            if (!_dropping && !frame.Oversize)
            {
                _held.Append(bytes[sent..at]);
                Write(frame, _held.Span, output);
            }

            sent = at;
            _held.Clear();
            _dropping = false;
        }

        if (_frames.InOversize && !_dropping)
        {
            _dropping = _lastReplaced = true;
            Changed++;
        }

        if (_dropping)
            _held.Clear();
        else
            _held.Append(bytes[sent..]);
    }

    private void Write(in Frame frame, ReadOnlySpan<byte> raw, IBufferWriter<byte> output)
    {
        _rewritten.ResetWrittenCount();
        _lastReplaced = !frame.Data.IsEmpty && _narrowing.TryRewrite(frame.Data, _rewritten);
        if (!_lastReplaced)
        {
            output.Write(raw);
            return;
        }

        Changed++;
        if (!frame.Name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(frame.Name);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        // The lines of one event's data were joined by line breaks, which to JSON are white space.
        var text = _rewritten.WrittenSpan;
        for (var end = text.IndexOf((byte)'\n'); end >= 0; end = text.IndexOf((byte)'\n'))
        {
            output.Write(text[..end]);
            text = text[(end + 1)..];
        }

        output.Write(text);
        output.Write("\n\n"u8);
    }
}
