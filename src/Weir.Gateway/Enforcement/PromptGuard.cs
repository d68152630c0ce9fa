using Microsoft.AspNetCore.Http;
using Weir.Policy;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// Tells an answer that repeats its system prompt while it streams: by runs of words that the two share and the user did not write, and by
/// canary words. Sees through base 64, rot13, reversal and missing spaces; a translation is told by a canary only.
/// </summary>
internal sealed class PromptGuard
{
    private readonly LeakedPrompt _leak;

    private PromptGuard(LeakedPrompt leak, bool cuts) => (_leak, Cuts) = (leak, cuts);

    public static Refusal Refusal { get; } = new(StatusCodes.Status403Forbidden, "answer_withheld", "The answer was ended because it began to repeat instructions that are not the caller's to read. See /weir/guidelines.");

    public bool Cuts { get; }
    public bool Found { get; private set; }

    /// <summary>Null where there is nothing to guard: no system prompt, one too short, or none looked for.</summary>
    public static PromptGuard? Of(Call call, GuardConfig guard)
    {
        if (guard.SystemPrompt == GuardAction.Off || call.Reading is not { } reading || call.Readable is not { } body)
            return null;
        using var system = PromptTexts.System(reading, body.Span);
        using var user = PromptTexts.LastUser(reading, body.Span);
        return LeakedPrompt.Of(system.Span, user.Span, guard.Canaries) is { } leak ? new PromptGuard(leak, guard.SystemPrompt == GuardAction.Cut) : null;
    }

    /// <summary>Looks at what was added since the last look.</summary>
    public bool Leaks(ReadOnlySpan<char> answer)
    {
        Found = Found || _leak.Look(answer) >= (Cuts ? LeakLevel.Cut : LeakLevel.Flag);
        return Found;
    }
}
