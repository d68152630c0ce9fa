namespace Weir.Gateway;

/// <summary>
/// A step's "no", as a value. The relay renders it in the caller's own dialect; <see cref="Code"/> is stable and
/// machine-readable, <see cref="Message"/> is one sentence for a person.
/// </summary>
/// <param name="Decision">The reference of the decision behind it, where a posture refuses.</param>
public sealed record Refusal(int Status, string Code, string Message, TimeSpan? RetryAfter = null, string? Decision = null);
