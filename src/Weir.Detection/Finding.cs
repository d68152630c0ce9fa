namespace Weir.Detection;

/// <summary>How far the evidence goes. Names in files are the lower-case words.</summary>
public enum Verdict : byte
{
    Clear = 0,
    /// <summary>Look closer.</summary>
    Watch,
    /// <summary>Evidence enough for a hard response.</summary>
    Act,
}

/// <summary>One reason of a finding, such that an analyst can check it and a customer can contest it.</summary>
/// <param name="Signal">Plain name of the signal, as in docs/detection.md.</param>
/// <param name="Value">What was measured, in the signal's unit.</param>
/// <param name="Usual">What is usual, in words.</param>
/// <param name="Weight">What the signal added to the evidence, on the same scale (log10 of an e-value).</param>
/// <param name="Says">One plain sentence.</param>
public sealed record Reason(string Signal, double Value, string Usual, double Weight, string Says);

/// <summary>Output tokens of one kind of ask (a name of AskKindNames where it is known, or "other").</summary>
public readonly record struct KindTokens(string Kind, long Tokens);

/// <summary>How much of the model has left through an account.</summary>
public sealed record Exposure
{
    public static Exposure None { get; } = new();

    /// <summary>Output tokens.</summary>
    public long Tokens { get; init; }
    /// <summary>Output tokens of answers that do not repeat earlier ones.</summary>
    public long NewTokens { get; init; }
    /// <summary>Most first; kinds without tokens are left out.</summary>
    public IReadOnlyList<KindTokens> ByKind { get; init; } = [];
}

/// <summary>What detection says of one account at the end of what it has seen.</summary>
public sealed record Finding
{
    public required string Account { get; init; }
    public string? Organization { get; init; }

    /// <summary>The verdict in force at the end.</summary>
    public Verdict Verdict { get; init; }
    /// <summary>Base-10 logarithm of an e-value: valid whenever one looks.</summary>
    public double Evidence { get; init; }
    /// <summary>The operator gave leave to distil: evidence is shown, the verdict stays clear.</summary>
    public bool Licensed { get; init; }
    public string? Campaign { get; init; }

    public Exposure Exposure { get; init; } = Exposure.None;
    /// <summary>Heaviest first.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    public long Exchanges { get; init; }
    public DateTimeOffset? FirstAt { get; init; }
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>When each verdict was first reached, whatever the verdict is now.</summary>
    public DateTimeOffset? WatchAt { get; init; }
    public DateTimeOffset? ActAt { get; init; }
    public long? ExchangesBeforeWatch { get; init; }
    public long? ExchangesBeforeAct { get; init; }
}
