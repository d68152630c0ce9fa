using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>The operator's leave to distil. Inside it nothing is slowed; beyond it the ordinary policy holds.</summary>
public sealed record Licence
{
    public required string Id { get; init; }
    public string? Account { get; init; }
    public string? Organization { get; init; }
    /// <summary>Names or patterns; empty means all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
    /// <summary>Main kinds of ask, by name; empty means all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];
    /// <summary>Output tokens; null is no bound.</summary>
    public long? Tokens { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset? Until { get; init; }

    public bool IsOf(string account, string? organization) =>
        Account is not null ? string.Equals(Account, account, StringComparison.Ordinal) : Organization is not null && string.Equals(Organization, organization, StringComparison.Ordinal);

    public bool HoldsAt(DateTimeOffset time) => time >= From && (Until is null || time < Until);

    public bool Covers(AskKinds kinds, string? model)
    {
        if (Models.Count > 0 && !(model is not null && Models.Any(pattern => NamePattern.Matches(pattern, model))))
            return false;
        return Kinds.Count == 0 || Kinds.Contains(AskKindNames.Name(AskKindNames.Main(kinds)), StringComparer.Ordinal);
    }
}

/// <summary>A licence in force and what was used of it.</summary>
public sealed class MeteredLicence(Licence licence)
{
    private long _used;

    public Licence Licence => licence;
    public long Used => Volatile.Read(ref _used);
    public bool HasLeft => licence.Tokens is not { } most || Used < most;
    /// <summary>Exchanges up to here are counted: a journal that is read again adds nothing.</summary>
    public DateTimeOffset MeteredTo { get; private set; }
    /// <summary>Used and not yet in an entry.</summary>
    public bool Unwritten { get; private set; }

    public void Use(long tokens, DateTimeOffset time)
    {
        if (time < MeteredTo)
            return;
        MeteredTo = time;
        Volatile.Write(ref _used, _used + tokens);
        Unwritten = true;
    }

    public void Written() => Unwritten = false;

    /// <summary>What an entry says was used.</summary>
    public void Restore(long used, DateTimeOffset to)
    {
        if (used < Used)
            return;
        Volatile.Write(ref _used, used);
        MeteredTo = to;
    }
}
