using Weir.Traffic.Text;

namespace Weir.Policy;

/// <summary>What the rules say of a sight: what the machine may do by itself, and what it would ask a person for.</summary>
/// <param name="Rule">The rule behind <paramref name="Target"/>; null where none is met.</param>
public readonly record struct Judged(PolicyRule? Rule, Posture Target, PolicyRule? Ask, Posture Asked);

/// <summary>Rules against a sight. Pure: the same arguments give the same answer.</summary>
public static class Judging
{
    /// <summary>A budget that was used up counts as used up until a tenth of it is free again.</summary>
    private const double BudgetMargin = 0.9;

    public static Judged Judge(ResponsePolicy policy, in Sight sight, in Known known, Standing? standing)
    {
        var judged = default(Judged);
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            if (rule.About != sight.Whom.Kind)
                continue;
            var held = standing?.Rule is { } current && string.Equals(current, rule.Name, StringComparison.Ordinal);
            if (!Meets(policy, rule.When, sight, known, held))
                continue;
            // Who has confirmed who they are is not asked again.
            var posture = rule.Then == Posture.Verify && known.Confirmed ? Posture.Narrow : rule.Then;
            var alone = rule.NeedsPerson ? Posture.Open : known.Trusted && posture > policy.Trust.Most ? policy.Trust.Most : posture;
            if (alone > judged.Target || alone == judged.Target && alone > Posture.Open && Wider(rule, judged.Rule))
                judged = judged with { Rule = rule, Target = alone };
            if (posture > alone && posture > judged.Asked && standing?.WasDeclined(rule.Name, sight.Time) != true)
                judged = judged with { Ask = rule, Asked = posture };
        }

        return judged;
    }

    /// <summary>Whether any rule about accounts could be met by one of whom only the cheap things are known.</summary>
    public static bool CouldMatter(ResponsePolicy policy, in Sight sight)
    {
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            if (policy.Rules[i] is not { About: SubjectKind.Account, When: var when })
                continue;
            if ((when.Verdict is not { } verdict || sight.Verdict >= verdict) && (when.Campaign is not { } campaign || sight.Tie?.Verdict >= campaign)
                && (when.Evidence is not { } evidence || sight.Evidence >= StaysAt(evidence, policy.Hold))
                && (when.NewTokens is not { } tokens || sight.NewTokens >= tokens) && (when.BiasedTokens is not { } biased || sight.BiasedTokens >= biased)
                && (when.Budget is not { } budget || sight.BudgetUsed >= budget * BudgetMargin))
                return true;
        }

        return false;
    }

    private static bool Meets(ResponsePolicy policy, Condition when, in Sight sight, in Known known, bool held)
    {
        var tie = sight.Tie is { } t && t.Certainty >= (when.Certainty ?? policy.Hold.Certainty) ? t : null;
        if (when.Verdict is { } verdict && sight.Verdict < verdict
            || when.Evidence is { } evidence && sight.Evidence < (held ? StaysAt(evidence, policy.Hold) : evidence)
            || when.Campaign is { } campaign && (tie is null || tie.Verdict < campaign)
            || when.NewTokens is { } tokens && sight.NewTokens < tokens
            || when.Budget is { } budget && sight.BudgetUsed < budget * (held ? BudgetMargin : 1)
            || when.BiasedTokens is { } biased && sight.BiasedTokens < biased)
            return false;
        // Of a group it is asked what it did; what its members are says whom of them a decision reaches.
        if (!sight.Whom.IsGroup && !when.MeetsWho(known) || when.Models.Count > 0 && !Asks(when.Models, sight.MainModel))
            return false;
        return when.Kinds.Count == 0 || TakesMostly(when, sight);
    }

    /// <summary>Where a rule that is met stays met. Of little evidence no more than half may go: else it would be met for ever.</summary>
    private static double StaysAt(double evidence, HoldConfig hold) => evidence - Math.Min(hold.Margin, evidence / 2);

    private static bool Asks(IReadOnlyList<string> patterns, string? model) => model is not null && patterns.Any(pattern => NamePattern.Matches(pattern, model));

    private static bool TakesMostly(Condition when, in Sight sight)
    {
        if (sight.Exposure?.Invoke() is not { NewTokens: > 0 } exposure)
            return false;
        long of = 0, all = 0;
        foreach (var kind in exposure.ByKind)
        {
            all += kind.Tokens;
            if (AskKindNames.TryParse(kind.Kind, out var named) && (named & when.KindMask) != AskKinds.None)
                of += kind.Tokens;
        }

        return of > 0 && of >= when.KindShare * all;
    }

    /// <summary>Of two rules that lead to the same posture the one that limits less asks counts, then the longer.</summary>
    private static bool Wider(PolicyRule rule, PolicyRule? than) =>
        than is null || (rule.Only.IsAll && !than.Only.IsAll) || (rule.Only.IsAll == than.Only.IsAll && rule.For > than.For);
}

/// <summary>What becomes of a standing. Pure: a decision, or none.</summary>
public static class Deciding
{
    /// <summary>What the machine would record now; null where all stays as it is.</summary>
    public static PolicyEntry? Next(ResponsePolicy policy, Standing? standing, in Sight sight, in Known known, in Judged judged, Func<DateTimeOffset, string> reference)
    {
        var time = sight.Time;
        // What a person decided, the machine does not touch. And the past does not overrule what came after it.
        if (standing is not null && (standing.WordAt(time) is not null || time < standing.Since))
            return null;
        var now = standing?.Machine ?? Posture.Open;
        // Who has become trusted since does not wait for the end of what the machine decided alone.
        if (standing is { Approved: false } && known.Trusted && now > policy.Trust.Most)
            return Step(policy, standing, sight, judged, policy.Trust.Most, "The account is trusted now.", reference);
        if (judged.Rule is { } rule && judged.Target >= now && judged.Target > Posture.Open)
        {
            if (judged.Target == now && standing is not null && (standing.Until - time >= rule.For / 2 || now.IsHard() && rule.NeedsPerson))
                return Ask(policy, standing, sight, judged, reference);
            return Entry(EntryKind.Decided, policy, sight, rule, judged.Target, reference) with { From = now, Until = time + rule.For };
        }

        return Ask(policy, standing, sight, judged, reference) ?? Back(policy, standing, sight, judged, reference);
    }

    /// <summary>The way back, a step at a time, once nothing holds it any more.</summary>
    private static PolicyEntry? Back(ResponsePolicy policy, Standing? standing, in Sight sight, in Judged judged, Func<DateTimeOffset, string> reference)
    {
        if (standing is null || standing.Machine == Posture.Open || sight.Time < standing.Until)
            return null;
        // From a stop no stop follows that nobody asked for.
        var step = standing.Machine.IsHard() ? Posture.Narrow : standing.Machine - 1;
        return Step(policy, standing, sight, judged, judged.Target > step ? judged.Target : step, "What led to the posture has not been seen again.", reference);
    }

    private static PolicyEntry Step(ResponsePolicy policy, Standing standing, in Sight sight, in Judged judged, Posture next, string why, Func<DateTimeOffset, string> reference)
    {
        var known = judged.Rule is not null && judged.Target == next;
        return PolicyEntry.For(EntryKind.Decided, reference(sight.Time), sight.Time, standing.Whom) with
        {
            From = standing.Machine,
            Posture = next,
            Rule = next == Posture.Open ? null : known ? judged.Rule!.Name : standing.Rule,
            Clause = next == Posture.Open ? null : known ? judged.Rule!.Clause : standing.Clause,
            Kinds = next == Posture.Open ? null : NamesOf(standing.Scope),
            Models = next == Posture.Open || standing.Scope.Models.Count == 0 ? null : standing.Scope.Models,
            Until = sight.Time + (known ? judged.Rule!.For : next == Posture.Open ? TimeSpan.Zero : policy.Hold.Step),
            Mode = policy.Mode,
            Because = [why],
        };
    }

    private static PolicyEntry? Ask(ResponsePolicy policy, Standing? standing, in Sight sight, in Judged judged, Func<DateTimeOffset, string> reference)
    {
        if (judged.Ask is not { } rule || judged.Asked <= (standing?.Machine ?? Posture.Open))
            return null;
        if (standing?.Proposal is { } waiting && waiting.Posture >= judged.Asked && sight.Time < waiting.Time + policy.Hold.ProposalsFor)
            return null;
        return Entry(EntryKind.Proposed, policy, sight, rule, judged.Asked, reference) with { Until = sight.Time + policy.Hold.ProposalsFor };
    }

    private static PolicyEntry Entry(EntryKind kind, ResponsePolicy policy, in Sight sight, PolicyRule rule, Posture posture, Func<DateTimeOffset, string> reference) =>
        PolicyEntry.For(kind, reference(sight.Time), sight.Time, sight.Whom) with
        {
            Posture = posture,
            Rule = rule.Name,
            Clause = rule.Clause,
            Kinds = NamesOf(rule.Only),
            Models = rule.Only.Models.Count == 0 ? null : rule.Only.Models,
            Mode = policy.Mode,
            Verdict = sight.Verdict,
            Evidence = Math.Round(sight.Evidence, 2),
            NewTokens = sight.NewTokens,
            BudgetUsed = sight.BudgetUsed > 0 ? Math.Round(sight.BudgetUsed, 3) : null,
            Campaign = sight.Tie?.Campaign,
            // Of an account: how surely it belongs. Of a campaign: how surely a member must, for the decision to reach it.
            Certainty = sight.Whom.Kind == SubjectKind.Campaign ? rule.When.Certainty ?? policy.Hold.Certainty : sight.Tie?.Certainty,
        };

    private static string[]? NamesOf(MeasureScope scope) =>
        scope.Kinds.Count == 0 ? null : [.. scope.Kinds.Select(static kind => AskKindNames.Name(System.Numerics.BitOperations.TrailingZeroCount((uint)kind)))];
}
