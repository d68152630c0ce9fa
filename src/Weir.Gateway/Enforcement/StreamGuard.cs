using Weir.Gateway.Relay;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Watches over a running answer: whether its caller was suspended meanwhile, and whether it repeats its system prompt. Asked before each
/// piece goes on; and when somebody is suspended while no piece comes, it ends the silence.
/// </summary>
internal sealed class StreamGuard(Enforcer enforcer, Call call, PromptGuard? prompt, CallClock clock)
{
    // Guards the two below: once the stream has ended, its clock is another call's.
    private readonly Lock _gate = new();
    private bool _ended;
    private Refusal? _cut;
    // None yet: whoever was suspended while the model thought about its first word is seen at that word.
    private PostureSnapshot? _seen;
    private bool _atBoundary = true;

    /// <summary>Why it ended; null while it goes on.</summary>
    public Refusal? Why { get; private set; }

    public bool MustEnd(AnswerReader? reader)
    {
        if (enforcer.IsSuspended(call, ref _seen))
            Why = PostureRefusals.Stopped(call.Hold!, _seen!.Policy.Policy.Terms);
        else if (prompt is not null && reader is not null && prompt.Leaks(reader.Text) && prompt.Cuts)
            Why = PromptGuard.Refusal;
        return Why is not null;
    }

    /// <summary>Called by others than the call's own thread: ends the wait for a next piece where the caller is suspended now.</summary>
    public void CutIfSuspended(PostureSnapshot now)
    {
        lock (_gate)
        {
            if (_ended || _cut is not null || enforcer.Suspending(call, now) is not { } hold)
                return;
            _cut = PostureRefusals.Stopped(hold, now.Policy.Policy.Terms);
            clock.Cut();
        }
    }

    /// <summary>The answer has ended, one way or another.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Why ??= _cut;
        }
    }

    /// <summary>What went out: an event that is half sent cannot be followed by another.</summary>
    public void Passed(ReadOnlySpan<byte> piece) =>
        _atBoundary = piece.EndsWith("\n\n"u8) || piece.EndsWith("\r\n\r\n"u8) || (piece.IsEmpty && _atBoundary);

    /// <summary>The last event, in the caller's dialect; empty where there is no place for one.</summary>
    public byte[] LastWords(AnswerForm form, string reference) =>
        Why is { } why && _atBoundary ? WireErrors.Event(call.Endpoint.Dialect, form, why.Status, why.Code, why.Message, reference) : [];
}
