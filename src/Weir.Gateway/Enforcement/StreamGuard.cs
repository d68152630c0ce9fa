using Weir.Traffic.Dialects;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Watches over a running answer: whether its caller was suspended meanwhile, and whether it repeats its system prompt. Asked before each
/// piece goes on.
/// </summary>
internal sealed class StreamGuard(Enforcer enforcer, Call call, PromptGuard? prompt)
{
    private PostureSnapshot _seen = enforcer.Snapshot;
    private bool _atBoundary = true;

    /// <summary>Why it ended; null while it goes on.</summary>
    public Refusal? Why { get; private set; }

    public bool MustEnd(AnswerReader? reader)
    {
        if (enforcer.IsSuspended(call, ref _seen))
            Why = PostureRefusals.Stopped(call.Hold!, _seen.Policy.Policy.Terms);
        else if (prompt is not null && reader is not null && prompt.Leaks(reader.Text) && prompt.Cuts)
            Why = PromptGuard.Refusal;
        return Why is not null;
    }

    /// <summary>What went out: an event that is half sent cannot be followed by another.</summary>
    public void Passed(ReadOnlySpan<byte> piece) =>
        _atBoundary = piece.EndsWith("\n\n"u8) || piece.EndsWith("\r\n\r\n"u8) || (piece.IsEmpty && _atBoundary);

    /// <summary>The last event, in the caller's dialect; empty where there is no place for one.</summary>
    public byte[] LastWords(AnswerForm form, string reference) =>
        Why is { } why && _atBoundary ? WireErrors.Event(call.Endpoint.Dialect, form, why.Status, why.Code, why.Message, reference) : [];
}
