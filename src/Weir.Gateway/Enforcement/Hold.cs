using System.Collections.Frozen;
using Weir.Policy;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Gateway.Enforcement;

/// <summary>What holds for one account's calls now, made ready for the path. Immutable but for the meter, which outlives it.</summary>
public sealed class Hold
{
    public Hold(Posture posture, ResponsePolicy policy, MeasureScope scope, string? decision, PaceMeter meter)
    {
        (Posture, Decision, Meter, Scope) = (posture, decision, meter, scope);
        Measures = policy.MeasuresOf(posture);
        Limited = Measures.Limits || Measures.Pace is not null;
        if (Measures.EditsRequests)
        {
            Narrow = new NarrowRequest
            {
                NoLogprobs = Measures.Logprobs == LogprobsMeasure.None, TopLogprobs = Measures.TopLogprobs, BansOnly = Measures.LogitBias == BiasMeasure.BansOnly, NoBias = Measures.LogitBias == BiasMeasure.None,
                Choices = Measures.Choices, MaxTokens = Measures.MaxTokens, HideReasoning = Measures.HideReasoning, NoSeeds = Measures.NoSeeds,
            };
        }
    }

    public Posture Posture { get; }
    public Measures Measures { get; }
    public MeasureScope Scope { get; }
    public string? Decision { get; }
    public PaceMeter Meter { get; }
    public bool Limited { get; }
    public NarrowRequest? Narrow { get; }
    public bool Trusted { get; init; }
    /// <summary>A person decided it: it outranks what the machine decided, also where it is milder.</summary>
    public bool IsWord { get; init; }
    /// <summary>How much of the account's output is new; limits in new tokens count by it.</summary>
    public double NewShare { get; init; } = 1;
    /// <summary>Licences of the account or its organization: what one covers is left alone.</summary>
    public IReadOnlyList<MeteredLicence> Licences { get; init; } = [];

    /// <summary>Nothing must be known of an ask to tell whether it is meant.</summary>
    public bool IsForEverything => Scope.IsAll && Licences.Count == 0;

    /// <summary>Whether the kinds of an ask must be known.</summary>
    public bool NeedsKinds => Scope.Kinds.Count > 0 || Licences.Any(static licence => licence.Licence.Kinds.Count > 0);

    public bool Means(AskKinds kinds, string? model, DateTimeOffset time)
    {
        if (!Scope.Covers(kinds, model))
            return false;
        // Stopped is stopped: a licence is leave to take much, not leave to be nobody.
        if (Posture == Posture.Suspend)
            return true;
        foreach (var licence in Licences)
        {
            if (licence.Licence.HoldsAt(time) && licence.HasLeft && licence.Licence.Covers(kinds, model))
                return false;
        }

        return true;
    }
}

/// <summary>
/// Who is held, swapped whole. Accounts that are open are in none of the tables: for them the path looks up one name. In shadow mode
/// the tables are empty.
/// </summary>
public sealed class PostureSnapshot
{
    public static PostureSnapshot Empty { get; } = new(PolicyInForce.None);

    public PostureSnapshot(PolicyInForce policy)
    {
        Policy = policy;
        var terms = policy.Policy.Terms;
        ContentUsage = policy.File is not null && terms.SayNoTraining ? "train-ai=n" : null;
        Link = terms.Url is { } url ? $"<{url.AbsoluteUri}>; rel=\"license\"" : null;
    }

    public PolicyInForce Policy { get; }
    public string? ContentUsage { get; }
    public string? Link { get; }
    public IReadOnlyDictionary<string, Hold> Accounts { get; init; } = FrozenDictionary<string, Hold>.Empty;
    public IReadOnlyDictionary<string, Hold> Organizations { get; init; } = FrozenDictionary<string, Hold>.Empty;
    /// <summary>By account and the keyed hash of its end user.</summary>
    public IReadOnlyDictionary<(string, string), Hold> EndUsers { get; init; } = FrozenDictionary<(string, string), Hold>.Empty;
    public bool GuardsPrompts => Policy.Policy.Guard.SystemPrompt != GuardAction.Off;
    /// <summary>Whether anybody's running answers must end.</summary>
    public bool Suspends { get; init; }
    public bool IsEmpty => Accounts.Count == 0 && Organizations.Count == 0 && EndUsers.Count == 0;
}
