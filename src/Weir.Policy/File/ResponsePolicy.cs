using System.Collections.Frozen;
using Weir.Detection;
using Weir.Traffic.Text;

namespace Weir.Policy;

public enum PolicyMode : byte
{
    /// <summary>Decides and records, and enforces nothing.</summary>
    Shadow = 0,
    Enforce,
}

/// <summary>Everything that <c>policy.yaml</c> says, validated and immutable.</summary>
public sealed record ResponsePolicy
{
    public PolicyMode Mode { get; init; }
    public TermsConfig Terms { get; init; } = new();
    public TrustConfig Trust { get; init; } = new();
    public PostureMeasures Postures { get; init; } = new();
    public IReadOnlyDictionary<string, ExposureBudget> Budgets { get; init; } = FrozenDictionary<string, ExposureBudget>.Empty;
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];
    public HoldConfig Hold { get; init; } = new();
    public LeakConfig Leaks { get; init; } = new();
    public GuardConfig Guard { get; init; } = new();

    /// <summary>The budget of a tier; the one called <c>default</c> where the tier has none of its own.</summary>
    public ExposureBudget? BudgetOf(string? tier) =>
        tier is not null && Budgets.TryGetValue(tier, out var own) ? own : Budgets.GetValueOrDefault("default");

    public Measures MeasuresOf(Posture posture) => posture switch
    {
        Posture.Watch => Postures.Watch,
        Posture.Slow => Postures.Slow,
        Posture.Narrow => Postures.Narrow,
        _ => Measures.None,
    };

    public PolicyRule? RuleOf(string? name)
    {
        if (name is null)
            return null;
        for (var i = 0; i < Rules.Count; i++)
        {
            if (string.Equals(Rules[i].Name, name, StringComparison.Ordinal))
                return Rules[i];
        }

        return null;
    }

    public Clause? ClauseOf(string? name) => name is null ? null : Terms.Clauses.GetValueOrDefault(name);
}

/// <summary>The bundles that can be changed. <c>verify</c> and <c>suspend</c> have one measure each: the answer is no.</summary>
public sealed record PostureMeasures
{
    public Measures Watch { get; init; } = new() { LeakRules = true };
    public Measures Slow { get; init; } = new() { LeakRules = true, RequestsPerMinute = 60, NewTokensPerHour = 60_000, Concurrency = 8, Pace = TimeSpan.FromSeconds(2) };
    public Measures Narrow { get; init; } = new()
    {
        LeakRules = true, RequestsPerMinute = 20, NewTokensPerHour = 20_000, Concurrency = 2, Pace = TimeSpan.FromSeconds(4),
        Logprobs = LogprobsMeasure.None, LogitBias = BiasMeasure.BansOnly, Choices = 1, MaxTokens = 1024, HideReasoning = true, NoSeeds = true,
    };
}

public sealed record TermsConfig
{
    /// <summary>The terms of use. Named in a header of every answer.</summary>
    public Uri? Url { get; init; }
    /// <summary>Whether answers say <c>Content-Usage: train-ai=n</c>.</summary>
    public bool SayNoTraining { get; init; } = true;
    /// <summary>Where a customer confirms who they are.</summary>
    public Uri? VerifyUrl { get; init; }
    /// <summary>Where a person answers: an address that the guidelines page shows.</summary>
    public string? Contact { get; init; }
    public IReadOnlyDictionary<string, Clause> Clauses { get; init; } = FrozenDictionary<string, Clause>.Empty;
}

/// <summary>A clause of the terms, as customers are told it.</summary>
public sealed record Clause
{
    public string Title { get; init; } = "";
    public string Says { get; init; } = "";
    public IReadOnlyList<string> Exceptions { get; init; } = [];
}

/// <summary>Who is trusted. Defined here and nowhere else; a licence and the operator's own word always count.</summary>
public sealed record TrustConfig
{
    public bool Verified { get; init; } = true;
    public IReadOnlyList<string> Tiers { get; init; } = [];
    /// <summary>Whether the trust in an account covers its own customers: without, the machine may narrow one of them and leave the account alone.</summary>
    public bool EndUsers { get; init; } = true;
    /// <summary>The hardest that the machine does to a trusted account by itself. What is harder waits for a person.</summary>
    public Posture Most { get; init; } = Posture.Watch;
}

/// <summary>New output tokens that may leave through one account before a rule may ask why.</summary>
public sealed record ExposureBudget
{
    public long? PerDay { get; init; }
    public long? PerThirtyDays { get; init; }
}

public sealed record HoldConfig
{
    /// <summary>How long each step of the way back takes.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromHours(12);
    /// <summary>A rule stays met until the evidence has fallen by this below what it asks for.</summary>
    public double Margin { get; init; } = 0.5;
    /// <summary>How long a proposal waits for a person.</summary>
    public TimeSpan ProposalsFor { get; init; } = TimeSpan.FromDays(14);
    /// <summary>How long a rule that a person turned down for an account is not proposed for it again.</summary>
    public TimeSpan DeclinedFor { get; init; } = TimeSpan.FromDays(30);
    /// <summary>How surely an account must belong to a campaign for the campaign's posture to be its own.</summary>
    public double Certainty { get; init; } = 0.9;
}

public sealed record LeakConfig
{
    /// <summary>Distinct tokens with a bias beyond bans in thirty days, at which a leak is reported.</summary>
    public int BiasedTokens { get; init; } = 1000;
    /// <summary>Bans in one request that a caller without trust may set.</summary>
    public int Bans { get; init; } = 16;
    public int TopLogprobs { get; init; } = 5;
}

public enum GuardAction : byte { Off = 0, Flag, Cut }

public sealed record GuardConfig
{
    public GuardAction SystemPrompt { get; init; }
    /// <summary>Words that stand in system prompts only to be recognised in an answer.</summary>
    public IReadOnlyList<string> Canaries { get; init; } = [];
}

/// <summary>When and what. All conditions of one rule must hold; of several rules that hold, the hardest counts.</summary>
public sealed record PolicyRule
{
    public string Name { get; init; } = "";
    /// <summary>Whom it judges, and whom its decision is about.</summary>
    public SubjectKind About { get; init; }
    public Condition When { get; init; } = new();
    public Posture Then { get; init; }
    public TimeSpan For { get; init; } = TimeSpan.FromDays(7);
    /// <summary>A person must say yes first.</summary>
    public bool NeedsPerson { get; init; }
    public string? Clause { get; init; }
    public MeasureScope Only { get; init; } = MeasureScope.All;
}

public sealed record Condition
{
    public Verdict? Verdict { get; init; }
    public double? Evidence { get; init; }
    public Verdict? Campaign { get; init; }
    public double? Certainty { get; init; }
    public long? NewTokens { get; init; }
    /// <summary>Share of the tier's budget that is used.</summary>
    public double? Budget { get; init; }
    public IReadOnlyList<AskKinds> Kinds { get; init; } = [];
    public double KindShare { get; init; } = 0.5;
    /// <summary>Distinct tokens biased beyond bans in thirty days.</summary>
    public int? BiasedTokens { get; init; }
    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyList<string> Tiers { get; init; } = [];
    public bool? Verified { get; init; }
    public bool? Trusted { get; init; }
    public IReadOnlyList<string> Countries { get; init; } = [];
    /// <summary>The account was made less long ago than this. One of which facts do not say when is not young.</summary>
    public TimeSpan? YoungerThan { get; init; }

    /// <summary>Whether it asks for anything that the account did, as against what it is.</summary>
    public bool AsksForBehaviour => Verdict is not null || Evidence is not null || Campaign is not null || NewTokens is not null || Budget is not null || BiasedTokens is not null || Kinds.Count > 0;

    public bool IsEmpty => !AsksForBehaviour && Models.Count == 0 && Tiers.Count == 0 && Verified is null && Trusted is null && Countries.Count == 0 && YoungerThan is null;

    /// <summary>What an account is, as against what it did. In a rule about a group it picks the members that are reached.</summary>
    internal bool MeetsWho(in Known known) =>
        (Verified is not { } verified || known.Verified == verified) && (Trusted is not { } trusted || known.Trusted == trusted)
        && (YoungerThan is not { } age || known.Age < age)
        && (Tiers.Count == 0 || Tiers.Contains(known.Tier ?? "none", StringComparer.Ordinal))
        && (Countries.Count == 0 || known.Country is { } country && Countries.Contains(country, StringComparer.OrdinalIgnoreCase));

    internal AskKinds KindMask => Kinds.Aggregate(AskKinds.None, static (mask, kind) => mask | kind);
}

/// <summary>Measures may hold for some asks only, so that the rest of a customer's work goes on.</summary>
public sealed record MeasureScope
{
    public static MeasureScope All { get; } = new();

    public IReadOnlyList<AskKinds> Kinds { get; init; } = [];
    public IReadOnlyList<string> Models { get; init; } = [];

    public bool IsAll => Kinds.Count == 0 && Models.Count == 0;

    /// <summary>Both lists narrow: an ask is meant when it fits each list that is not empty.</summary>
    public bool Covers(AskKinds kinds, string? model) =>
        (Kinds.Count == 0 || (Kinds.Aggregate(AskKinds.None, static (mask, kind) => mask | kind) & kinds) != AskKinds.None)
        && (Models.Count == 0 || model is not null && Models.Any(pattern => NamePattern.Matches(pattern, model)));
}
