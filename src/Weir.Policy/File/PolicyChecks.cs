using Weir.Detection;

namespace Weir.Policy;

/// <summary>
/// What no single key can tell: rules that contradict themselves, can never be met, or lack the clause they stand on. What is only
/// useless is a warning.
/// </summary>
internal sealed class PolicyChecks
{
    /// <summary>Detection itself asks for this much before it says the word, and keeps it down to half less.</summary>
    private const double WatchAt = 1.3, ActAt = 2.6;

    private readonly ResponsePolicy _policy;
    private readonly ConfigMap _root;
    private readonly ConfigFaults _faults;
    private readonly ConfigFaults _warnings;

    private PolicyChecks(ResponsePolicy policy, ConfigMap root, ConfigFaults faults, ConfigFaults warnings) =>
        (_policy, _root, _faults, _warnings) = (policy, root, faults, warnings);

    public static void Run(ResponsePolicy policy, ConfigMap root, ConfigFaults faults, ConfigFaults warnings)
    {
        var checks = new PolicyChecks(policy, root, faults, warnings);
        checks.Trust();
        checks.Measures();
        checks.Guard();
        var whole = faults.IsClean("rules");
        // A fault in one rule hides no fault of another.
        foreach (var (i, rule) in whole ? policy.Rules.Index() : Sound(root, faults))
        {
            var path = $"rules[{i}]";
            checks.Rule(rule, path);
            checks.About(rule, path);
            checks.Contradictions(rule, path);
            if (whole)
                checks.Useless(i, path);
        }

        if (whole && policy.Rules.Count == 0)
            checks.Warn("rules", "names no rule, so that everybody stays open", "at least one rule", "add one, or begin with: weir policy sample > policy.yaml");
    }

    /// <summary>Rules that can be read, with the places that they have in the file.</summary>
    private static List<(int, PolicyRule)> Sound(ConfigMap root, ConfigFaults faults)
    {
        var sound = new List<(int, PolicyRule)>();
        for (var i = 0; root.Find("rules") is ConfigList rules && i < rules.Items.Count; i++)
        {
            if (faults.IsClean($"rules[{i}]") && PolicyTable.Rule.TryRead(rules.Items[i], new ConfigFaults(static _ => null), out var rule))
                sound.Add((i, rule));
        }

        return sound;
    }

    private void Trust()
    {
        if (_policy.Trust.Most.IsHard())
            Fault("trust.most", $"is '{_policy.Trust.Most.Word()}': whom the operator trusts would be stopped without a person's yes", "`open`, `watch`, `slow`, `narrow`", "write most: watch");
        if (_policy.Rules.Any(static rule => rule.Then == Posture.Verify) && _policy.Terms.VerifyUrl is null)
            Warn("terms.verify_url", "is missing while a rule leads to 'verify': customers are not told where to confirm who they are", "an address", "add verify_url: https://…");
    }

    private void Measures()
    {
        foreach (var posture in (Posture[])[Posture.Slow, Posture.Narrow])
        {
            var measures = _policy.MeasuresOf(posture);
            if (!measures.Limits && measures.Pace is null && !measures.EditsRequests && !measures.LeakRules && _policy.Rules.Any(rule => rule.Then == posture))
                Warn($"postures.{posture.Word()}", "has no measure, so that it does nothing", "at least one measure", "take the keys out to get the usual ones, or set some");
            if (measures.TopLogprobs is not null && measures.Logprobs == LogprobsMeasure.None)
                Warn($"postures.{posture.Word()}.top_logprobs", "is set while logprobs is 'none', and does nothing", "only with `keep` or `rounded`", "take it out");
        }

        if (_policy.Postures.Watch is { } watch && (watch.Limits || watch.Pace is not null || watch.EditsRequests))
            Fault("postures.watch", "has measures that a customer feels", "keep_content, leak_rules", "move them to postures.slow");
    }

    private void Guard()
    {
        for (var i = 0; i < _policy.Guard.Canaries.Count; i++)
        {
            if (_policy.Guard.Canaries[i].Length < 6)
                Fault($"guard.canaries[{i}]", "is shorter than six characters and would be found in ordinary answers", "at least six characters", "take a longer word that stands nowhere else");
        }
    }

    private void Rule(PolicyRule rule, string path)
    {
        if (rule.Then == Posture.Open)
            Fault(path + ".then", "is 'open', which everybody is who meets no rule", "`watch`, `slow`, `narrow`, `verify`, `suspend`", "take the rule out; who is to be left alone is said under trust, or by a licence");
        if (rule.When.IsEmpty)
            Fault(path + ".when", "asks for nothing, so that everybody would meet it", "at least one condition on what an account did", "add for example verdict: act");
        else if (!rule.When.AsksForBehaviour && rule.Then > Posture.Watch)
            Fault(path + ".when", $"asks only what an account is, not what it did, and leads to '{rule.Then.Word()}': nobody is guilty by attribute", "with `slow` and harder: verdict, evidence, campaign, new_tokens, budget, kinds or biased_tokens", "add what the account must have done, or write then: watch");
        if (rule.Then >= Posture.Slow && rule.Clause is null)
            Fault(path + ".clause", $"is missing while the rule leads to '{rule.Then.Word()}'", "the name of a clause under terms.clauses", "add clause: NAME, so that a customer can be told what it stands on");
        if (rule.Clause is { } clause && _policy.ClauseOf(clause) is null && _faults.IsClean("terms"))
            Fault(path + ".clause", $"is '{clause}', which is no clause", _policy.Terms.Clauses.Count == 0 ? "a name under terms.clauses; there is none" : "one of: " + string.Join(", ", _policy.Terms.Clauses.Keys.Order(StringComparer.Ordinal)),
                NearestName.Of(clause, _policy.Terms.Clauses.Keys) is { } meant ? $"write {meant}, if that is what was meant" : "add the clause under terms.clauses");
        if (rule.Then == Posture.Watch && !rule.Only.IsAll)
            Warn(path + ".only", "limits 'watch', which nobody feels", "only from `slow` on", "take it out");
        if (rule.Then.IsHard() && rule.When is { Campaign: not null, Verdict: null } && (rule.When.Certainty ?? _policy.Hold.Certainty) < 0.9 && !rule.NeedsPerson)
            Warn(path + ".when.certainty", $"is below 0.9 while the rule leads to '{rule.Then.Word()}' without a person: links between accounts can be made to look so", "0.9 and more", "raise it, or write approval: person");
    }

    /// <summary>Of a group or an end user less is known than of an account.</summary>
    private void About(PolicyRule rule, string path)
    {
        if (rule.About == SubjectKind.Account)
            return;
        var (when, about) = (rule.When, new Subject(rule.About, "").KindWord);
        foreach (var (key, isSet) in (ReadOnlySpan<(string, bool)>)
            [
                ("verdict", when.Verdict is not null), ("evidence", when.Evidence is not null), ("campaign", when.Campaign is not null), ("certainty", when.Certainty is not null), ("new_tokens", when.NewTokens is not null),
                ("budget", when.Budget is not null), ("kinds", when.Kinds.Count > 0), ("biased_tokens", when.BiasedTokens is not null), ("models", when.Models.Count > 0),
            ])
        {
            if (isSet && !Asked(rule.About).Contains(key, StringComparer.Ordinal))
                Fault($"{path}.when.{key}", $"is not known of a rule's subject that is '{about}'", $"with about: {about} one of {string.Join(", ", Asked(rule.About))}; and tiers, verified, trusted, countries, younger_than", "take it out, or write a rule about accounts");
        }

        if (rule.About == SubjectKind.Campaign && when.Campaign is null)
            Fault($"{path}.when.campaign", "is missing in a rule about campaigns", "`watch`, `act`", "add campaign: act");
        if (rule.About == SubjectKind.EndUser && rule.Then == Posture.Verify)
            Fault($"{path}.then", "is 'verify' for an end user, of whom nobody can confirm who it is", "`watch`, `slow`, `narrow`, `suspend`", "write narrow, or a rule about accounts");
        if (rule.About == SubjectKind.EndUser && when.Trusted == true && _policy.Trust.EndUsers && rule.Then > _policy.Trust.Most && !rule.NeedsPerson)
            Warn($"{path}.approval", $"is 'none', but the trust in an account covers its end users, so that the machine alone goes no further than '{_policy.Trust.Most.Word()}'", "`person`; or trust.end_users: false", "write approval: person");
        if (rule.About is SubjectKind.Campaign or SubjectKind.Organization && when.Trusted == true)
            Never($"{path}.when.trusted", $"is 'true' in a rule about '{about}', whose decisions reach nobody who is trusted");
    }

    private static string[] Asked(SubjectKind about) => about switch
    {
        SubjectKind.Campaign => ["campaign", "certainty", "evidence", "new_tokens", "kinds", "biased_tokens", "models"],
        SubjectKind.Organization => ["verdict", "evidence", "campaign", "certainty", "new_tokens", "kinds"],
        _ => ["verdict", "evidence", "new_tokens"],
    };

    private void Contradictions(PolicyRule rule, string path)
    {
        var when = rule.When;
        if (when is { Certainty: not null, Campaign: null })
            Fault(path + ".when.certainty", "is set without campaign: certainty is about belonging to one", "only with campaign", "add campaign: watch or campaign: act");
        if (when is { Trusted: false, Verified: true } && _policy.Trust.Verified)
            Never(path + ".when", "asks for verified and not trusted, while trust.verified says that whoever is verified is trusted");
        if (when.Trusted == false && when.Tiers.Count > 0 && when.Tiers.All(tier => _policy.Trust.Tiers.Contains(tier, StringComparer.Ordinal)))
            Never(path + ".when", "asks for accounts without trust in tiers that trust.tiers trusts");
        if (when.Budget is not null && _faults.IsClean("budgets") && (when.Tiers.Count == 0 ? _policy.Budgets.Values : when.Tiers.Select(tier => _policy.BudgetOf(tier is "none" ? null : tier))).All(static budget => budget is null or { PerDay: null, PerThirtyDays: null }))
            Never(path + ".when.budget", "asks for a share of a budget that no tier of the rule has");
        if (when.Verified == true && rule.Then == Posture.Verify && _policy.Trust.Verified)
            Never(path + ".then", "is 'verify' for accounts that are verified already");
        if (when.Trusted == true && rule.Then > _policy.Trust.Most && !rule.NeedsPerson)
            Warn(path + ".approval", $"is 'none', but trust.most lets trusted accounts go no further than '{_policy.Trust.Most.Word()}' without a person", "`person`", "write approval: person");
    }

    private void Useless(int at, string path)
    {
        var rule = _policy.Rules[at];
        if (rule.When is { Verdict: { } verdict, Evidence: { } evidence } && evidence <= (verdict == Verdict.Act ? ActAt : WatchAt) - 0.5)
            Warn(path + ".when.evidence", "is less than the verdict asks for already", "more than the verdict's own threshold", "take it out");
        for (var i = 0; i < _policy.Rules.Count; i++)
        {
            if (i == at || !Covers(_policy.Rules[i], rule) || (i > at && Covers(rule, _policy.Rules[i])))
                continue;
            Warn(path, $"changes nothing: whoever meets it meets rule '{_policy.Rules[i].Name}' too, which is at least as hard and as long", "a rule that is met where no harder one is", "take it out, or make it harder");
            return;
        }
    }

    /// <summary>Whoever meets <paramref name="inner"/> meets <paramref name="outer"/>, and gets no less for it.</summary>
    private static bool Covers(PolicyRule outer, PolicyRule inner)
    {
        var (a, b) = (outer.When, inner.When);
        return outer.About == inner.About && outer.Then >= inner.Then && outer.For >= inner.For && (!outer.NeedsPerson || inner.NeedsPerson) && outer.Only.IsAll
            && AtLeast(a.Verdict, b.Verdict) && AtLeast(a.Evidence, b.Evidence) && AtLeast(a.Campaign, b.Campaign) && AtLeast(a.Certainty, b.Certainty)
            && AtLeast(a.NewTokens, b.NewTokens) && AtLeast(a.Budget, b.Budget) && AtLeast(a.BiasedTokens, b.BiasedTokens)
            && (a.Kinds.Count == 0 || Within(b.Kinds, a.Kinds) && b.KindShare >= a.KindShare)
            && (a.Models.Count == 0 || Within(b.Models, a.Models)) && (a.Tiers.Count == 0 || Within(b.Tiers, a.Tiers)) && (a.Countries.Count == 0 || Within(b.Countries, a.Countries))
            && (a.YoungerThan is null || b.YoungerThan <= a.YoungerThan) && (a.Verified is null || a.Verified == b.Verified) && (a.Trusted is null || a.Trusted == b.Trusted);
    }

    private static bool AtLeast<T>(T? asked, T? given)
        where T : struct => asked is null || given is { } value && Comparer<T>.Default.Compare(value, asked.Value) >= 0;

    private static bool Within<T>(IReadOnlyList<T> inner, IReadOnlyList<T> outer) => inner.Count > 0 && inner.All(outer.Contains);

    private void Never(string path, string problem) => Fault(path, problem + ": it can never be met", "conditions that can hold together", "take one of the two out");

    private void Fault(string path, string problem, string allowed, string advice) => _faults.Add(_root.PlaceOf(path), path, problem, allowed, advice);

    private void Warn(string path, string problem, string allowed, string advice) => _warnings.Add(_root.PlaceOf(path), path, problem, allowed, advice);
}
