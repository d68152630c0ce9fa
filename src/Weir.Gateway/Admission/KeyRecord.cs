namespace Weir.Gateway.Admission;

/// <summary>What is known of one key, as the events of <see cref="KeyFile"/> add up. The key itself is not among it.</summary>
public sealed record KeyRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public string? Organization { get; init; }
    /// <summary>What its owner calls it.</summary>
    public string? Name { get; init; }
    /// <summary>Models that it may ask for, names or patterns with <c>*</c>; null means all.</summary>
    public IReadOnlyList<string>? Models { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? Expires { get; init; }
    public DateTimeOffset? Rotated { get; init; }
    /// <summary>Until when the secret before the last rotation still opens.</summary>
    public DateTimeOffset? OverlapUntil { get; init; }
    public DateTimeOffset? Revoked { get; init; }

    internal KeySecret Secret { get; init; } = KeySecret.None;
    internal KeySecret Previous { get; init; } = KeySecret.None;
    internal KeyUse Use { get; init; } = new();
}

/// <summary>When a key was last used. In memory only, and carried over when the file is read again.</summary>
internal sealed class KeyUse
{
    private long _ticks;

    public DateTimeOffset? Last => Volatile.Read(ref _ticks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>To the second: many calls of one key must not fight over this line of memory.</summary>
    public void Note(DateTimeOffset now)
    {
        if (now.UtcTicks - Volatile.Read(ref _ticks) >= TimeSpan.TicksPerSecond)
            Volatile.Write(ref _ticks, now.UtcTicks);
    }
}
