using Weir.Gateway.Relay;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Watch;

/// <summary>
/// Reads a batch while its bytes pass and offers each of its lines to Watch as an exchange of its own, so that half a
/// million prompts handed in at once are seen as what they are. Holds one line; what Watch has no room for is dropped
/// and counted there. A request's line carries no usage and no status: nothing has been answered yet, and what is
/// answered is counted when it is fetched. What a file is declared to be for is not looked at: a line that is a request
/// counts as one.
/// </summary>
public sealed class BatchTap
{
    private readonly BatchReader _reader;
    private readonly ExchangeDraft _call;
    private readonly WatchQueue _queue;
    private readonly HeldBytes _held;

    /// <param name="call">The call that carries the batch; its lines are recorded under its caller and time.</param>
    /// <param name="contentType">Of an upload: it names the form's boundary.</param>
    /// <param name="keptAnswer">Characters of each answer's text to keep.</param>
    public BatchTap(BatchPart part, ExchangeDraft call, string? contentType, WatchQueue queue, HeldBytes held, int keptAnswer)
    {
        _call = call;
        _queue = queue;
        _held = held;
        _reader = new BatchReader(part, contentType, keptAnswer, Take);
    }

    public long Lines => _reader.Lines;

    /// <summary>Lines in which no exchange could be read. Files that are no batch have nothing but such.</summary>
    public long Unread => _reader.Unread;

    public void Feed(ReadOnlySpan<byte> bytes) => _reader.Feed(bytes);

    /// <summary>No more bytes come, for whatever reason: a last line may stand without its end.</summary>
    public void Finish() => _reader.Finish();

    private void Take(in BatchLine line)
    {
        if (line.Request is not null)
            Asked(line, line.Request);
        else if (line.Answer is not null)
            Answered(line, line.Answer);
    }

    private void Asked(in BatchLine line, RequestReading reading)
    {
        var body = new HeldBody(_held);
        if (!body.TryReserve(line.Body.Length))
        {
            _queue.CountUnheld();
            return;
        }

        line.Body.CopyTo(body.Free.Span);
        body.Advance(line.Body.Length);
        var draft = Line(line, Via.BatchRequest);
        draft.Model = reading.Model;
        draft.BytesIn = body.Length;
        draft.Reading = reading;
        draft.Body = body;
        _queue.Offer(draft);
    }

    private void Answered(in BatchLine line, AnswerReader answer)
    {
        var draft = Line(line, Via.BatchAnswer);
        draft.Model = answer.Model;
        draft.Status = line.Status;
        draft.Outcome = line.Status is >= 200 and < 300 ? Outcome.Completed : Outcome.Rejected;
        draft.Answer = answer.Facts();
        draft.Usage = answer.ReportedUsage ?? default;
        draft.AnswerText = answer.Text.IsEmpty ? null : answer.Text.ToString();
        _queue.Offer(draft);
    }

    private ExchangeDraft Line(in BatchLine line, Via via) => new()
    {
        Time = _call.Time,
        Endpoint = line.Endpoint,
        Caller = _call.Caller,
        Identified = _call.Identified,
        Upstream = _call.Upstream,
        Via = via,
        BatchLine = line.CustomId,
    };
}
