using Weir.Gateway.Admission;
using Weir.Gateway.Enforcement;
using Weir.Policy;

namespace Weir.Gateway.Door;

/// <summary>What a customer is told of its own posture: enough to understand and contest it, nothing that teaches how it was found.</summary>
internal sealed record StandingAnswer
{
    public required string Account { get; init; }
    public required string Posture { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Decision { get; init; }
    public string? DecidedBy { get; init; }
    public string? Why { get; init; }
    public ClauseAnswer? Clause { get; init; }
    public IReadOnlyList<string>? Measures { get; init; }
    public ScopeAnswer? Only { get; init; }
    public required ExposureAnswer Exposure { get; init; }
    public required IReadOnlyList<LicenceAnswer> Licences { get; init; }
    public required WaysAnswer Ways { get; init; }

    internal sealed record ClauseAnswer(string Title, string Says, IReadOnlyList<string> Exceptions);

    internal sealed record ScopeAnswer(IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Models);

    internal sealed record ExposureAnswer(long NewOutputToday, long NewOutputThirtyDays, long? LeftToday, long? LeftThirtyDays);

    internal sealed record LicenceAnswer(string Licence, IReadOnlyList<string> Models, IReadOnlyList<string> Kinds, long? Tokens, long Used, DateTimeOffset From, DateTimeOffset? Until);

    internal sealed record WaysAnswer(string Appeal, string Licence, string Guidelines, string? Verify, string? Contact, string? Terms);

    /// <param name="holds">What calls of this caller meet, and the decision behind it.</param>
    /// <param name="tier">By which its budget is.</param>
    public static StandingAnswer Of(PolicyInForce policy, StandingBook book, ExposureBook exposures, in InForce holds, Caller caller, string? tier, DateTimeOffset now)
    {
        var (standing, posture) = (holds.By, holds.Posture);
        var recent = exposures.Of(caller.Account, now);
        var budget = policy.Policy.BudgetOf(tier);
        var answer = new StandingAnswer
        {
            Account = caller.Account,
            Posture = posture.Word(),
            Exposure = new ExposureAnswer(recent.Today, recent.ThirtyDays, Left(budget?.PerDay, recent.Today), Left(budget?.PerThirtyDays, recent.ThirtyDays)),
            Licences = [.. book.Licences.Where(one => one.Licence.IsOf(caller.Account, caller.Organization)).Select(static one => new LicenceAnswer(one.Licence.Id, one.Licence.Models, one.Licence.Kinds, one.Licence.Tokens, one.Used, one.Licence.From, one.Licence.Until))],
            Ways = new WaysAnswer("POST /weir/v1/appeals", "POST /weir/v1/licence-requests", "/weir/guidelines", policy.Policy.Terms.VerifyUrl?.AbsoluteUri, policy.Policy.Terms.Contact, policy.Policy.Terms.Url?.AbsoluteUri),
        };
        // What nobody feels is nobody's worry.
        if (standing is null || posture <= Weir.Policy.Posture.Watch)
            return answer with { Posture = Weir.Policy.Posture.Open.Word() };
        var word = standing.WordAt(now);
        var scope = standing.ScopeAt(now);
        return answer with
        {
            Since = word?.Since ?? standing.Since,
            Until = word is null ? standing.Until : word.Until,
            Decision = standing.DecisionAt(now),
            DecidedBy = word is not null || standing.Approved ? "person" : "machine",
            Why = PlainWords.Why(policy.Policy, standing, word is not null),
            Clause = policy.Policy.ClauseOf(standing.Clause) is { } clause ? new ClauseAnswer(clause.Title, clause.Says, clause.Exceptions) : null,
            Measures = PlainWords.Of(posture, policy.Policy.MeasuresOf(posture)),
            Only = scope.IsAll ? null : new ScopeAnswer(scope.Kinds.Count == 0 ? null : [.. scope.Kinds.Select(static kind => kind.ToString().ToLowerInvariant())], scope.Models.Count == 0 ? null : scope.Models),
        };
    }

    private static long? Left(long? most, long used) => most is { } all ? Math.Max(0, all - used) : null;
}
