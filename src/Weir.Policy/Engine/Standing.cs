using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>A person's decision. It outranks the machine until it lapses.</summary>
public sealed record PersonsWord(Posture Posture, DateTimeOffset Since, DateTimeOffset? Until, string Actor, string Reason, string Decision)
{
    public bool HoldsAt(DateTimeOffset time) => Until is not { } until || time < until;
}

/// <summary>What the machine asks a person for.</summary>
public sealed record Proposal(string Id, Subject Whom, Posture Posture, string Rule, string? Clause, DateTimeOffset Time, IReadOnlyList<string> Because, double? Evidence, string? Campaign, double? Certainty = null);

/// <summary>Where one account, end user, organization or campaign stands. Immutable; every change is an entry.</summary>
public sealed record Standing(Subject Whom)
{
    /// <summary>What the machine decided last, and holds to until <see cref="Until"/>.</summary>
    public Posture Machine { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset Until { get; init; }
    public string? Rule { get; init; }
    public string? Clause { get; init; }
    public MeasureScope Scope { get; init; } = MeasureScope.All;
    public IReadOnlyList<string> Because { get; init; } = [];
    /// <summary>A person said yes to what the machine holds to.</summary>
    public bool Approved { get; init; }
    /// <summary>Reference of the decision in force.</summary>
    public string? Decision { get; init; }
    public string? Campaign { get; init; }
    /// <summary>Of a campaign: how surely a member must belong for the decision to reach it.</summary>
    public double? Certainty { get; init; }

    public PersonsWord? Word { get; init; }
    public Proposal? Proposal { get; init; }
    /// <summary>A rule that a person turned down, and until when it is not proposed again.</summary>
    public IReadOnlyList<(string Rule, DateTimeOffset Until)> Declined { get; init; } = [];
    public bool? Verified { get; init; }
    public bool Trusted { get; init; }

    public PersonsWord? WordAt(DateTimeOffset time) => Word is { } word && word.HoldsAt(time) ? word : null;

    /// <summary>What holds at a moment: a person's word where there is one, else the machine's.</summary>
    public Posture At(DateTimeOffset time) => WordAt(time)?.Posture ?? Machine;

    public string? DecisionAt(DateTimeOffset time) => WordAt(time)?.Decision ?? Decision;

    /// <summary>A person's word holds for everything; only the machine's is limited to kinds of ask or models.</summary>
    public MeasureScope ScopeAt(DateTimeOffset time) => WordAt(time) is null ? Scope : MeasureScope.All;

    public bool WasDeclined(string rule, DateTimeOffset time) => Declined.Any(one => string.Equals(one.Rule, rule, StringComparison.Ordinal) && time < one.Until);

    internal static MeasureScope ScopeOf(PolicyEntry entry)
    {
        if (entry.Kinds is not { Count: > 0 } && entry.Models is not { Count: > 0 })
            return MeasureScope.All;
        var kinds = new List<AskKinds>();
        foreach (var name in entry.Kinds ?? [])
        {
            if (AskKindNames.TryParse(name, out var kind))
                kinds.Add(kind);
        }

        return new MeasureScope { Kinds = kinds, Models = entry.Models ?? [] };
    }
}
