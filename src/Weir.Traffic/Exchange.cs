using Weir.Traffic.Text;

namespace Weir.Traffic;

/// <summary>How an exchange ended. What was produced before the end is counted in every case.</summary>
public enum Outcome : byte
{
    /// <summary>The answer reached the caller whole.</summary>
    Completed = 0,
    /// <summary>The upstream answered with an error status, which was passed on.</summary>
    Rejected,
    /// <summary>Weir refused: no valid identity, a limit, a posture, unusable input.</summary>
    Refused,
    /// <summary>The caller hung up before the end of the answer.</summary>
    CallerLeft,
    /// <summary>The caller sent its request too slowly or stopped half way.</summary>
    CallerTimedOut,
    /// <summary>No upstream could be reached, or it sent something that is not HTTP.</summary>
    UpstreamFailed,
    /// <summary>The upstream ended in the middle of its answer.</summary>
    UpstreamBroke,
    /// <summary>The upstream was silent for longer than a phase allows.</summary>
    UpstreamTimedOut,
    /// <summary>Weir ended the answer in the middle: a stop that came meanwhile, or a system prompt that leaked.</summary>
    Cut,
}

/// <summary>How the exchange came to be seen.</summary>
public enum Via : byte
{
    /// <summary>One call and its answer.</summary>
    Call = 0,
    /// <summary>A line of a batch that was handed in: it has a prompt and no answer yet.</summary>
    BatchRequest,
    /// <summary>A line of a batch's results: it has an answer and no prompt.</summary>
    BatchAnswer,
}

/// <summary>Tokens as the upstream reported them, or as Weir estimated them where it never tells.</summary>
public readonly record struct Usage(int InputTokens, int OutputTokens, int CachedTokens = 0, int ReasoningTokens = 0, bool Estimated = false)
{
    public long Total => (long)InputTokens + OutputTokens;
}

/// <summary>What a caller was told whom Weir refused, or whose answer it cut.</summary>
/// <param name="Code">Stable, for machines.</param>
/// <param name="Says">The sentence as the caller got it.</param>
/// <param name="Decision">The decision behind it, where there is one.</param>
public sealed record Refused(string Code, string Says, string? Decision);

/// <summary>
/// One request and its answer, as facts. The gateway makes one of each call; a log reader makes one of each line.
/// Everything that detection knows, it knows from here.
/// </summary>
public sealed record Exchange
{
    /// <summary>Arrival of the request. Detection runs on this clock and on no other.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who is billed. Empty only where nobody could be identified (a refused call).</summary>
    public required string Account { get; init; }

    public string? Id { get; init; }
    public string? Organization { get; init; }
    public string? Key { get; init; }

    /// <summary>The account's own customer, by which a reseller's customers are told apart.</summary>
    public KeyedHash EndUser { get; init; }

    /// <summary>The caller's address, and the block around it (/24 for IPv4, /48 for IPv6).</summary>
    public KeyedHash Address { get; init; }
    public KeyedHash Network { get; init; }

    public string? UserAgent { get; init; }
    /// <summary>TLS fingerprint (JA4) as the terminator in front reported it.</summary>
    public string? Tls { get; init; }

    public Dialect Dialect { get; init; }
    public Via Via { get; init; }
    /// <summary>The model as the caller named it.</summary>
    public string? Model { get; init; }
    public string? Upstream { get; init; }
    public bool Stream { get; init; }

    public Outcome Outcome { get; init; }
    public int Status { get; init; }
    /// <summary>Null where Weir let it pass. Kept for whoever asks later; detection does not look at it.</summary>
    public Refused? Refused { get; init; }
    public int LatencyMs { get; init; }
    public int FirstByteMs { get; init; }
    public long BytesIn { get; init; }
    public long BytesOut { get; init; }

    public Usage Usage { get; init; }
    public AskFacts Ask { get; init; } = AskFacts.None;
    public AnswerFacts Answer { get; init; } = AnswerFacts.None;

    /// <summary>What was computed from the prompt's text; null where the text was never seen.</summary>
    public PromptFeatures? Prompt { get; init; }

    /// <summary>The texts themselves, only where the operator keeps content or a log file carries it.</summary>
    public string? PromptText { get; init; }
    public string? AnswerText { get; init; }
}
