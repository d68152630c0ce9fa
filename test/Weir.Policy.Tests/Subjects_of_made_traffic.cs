using Weir.Detection.Accounts;
using Weir.Drill.Traffic;
using Weir.Drill.Traffic.Extraction;
using Weir.Drill.Traffic.Logs;
using Weir.Traffic;
using Xunit;

namespace Weir.Policy.Tests;

/// <summary>Made traffic through detection and the engine: decisions about those who are neither an account nor alone.</summary>
public sealed class Subjects_of_made_traffic
{
    private static readonly KeyedHasher Hasher = new("a key of the tests, 32 bytes long"u8);
    private static readonly KeyedHash Thief = Hasher.Hash("thief");

    private const string Rules = """
        terms: { clauses: { c: { title: T, says: S } } }
        trust: { verified: false, tiers: [house], end_users: false }
        rules:
          - { name: behind, about: end_user, when: { verdict: watch }, then: narrow, for: 14d, clause: c }
          - { name: together, about: organization, when: { verdict: act }, then: narrow, for: 14d, clause: c }
        """;

    /// <summary>A harvest of some days and people in conversation, in the order of time.</summary>
    private static IEnumerable<Exchange> Made(Func<Exchange, bool, int, Exchange> say)
    {
        var plan = new TrafficPlan { Seed = 1, Days = 8, Volume = 0.6, Cast = [(TrafficClasses.People, 40), (new MultilingualReasoning(), 1)] };
        var accounts = plan.Accounts();
        var number = accounts.Select(static (account, i) => (account.Who.Account, i)).ToDictionary(static one => one.Account, static one => one.i, StringComparer.Ordinal);
        var flow = new TrafficFlow(plan, accounts);
        var maker = new ExchangeMaker(Hasher);
        while (flow.Read() is { } made)
            yield return say(maker.Make(made), made.By.Class.Label == Label.Extraction, number[made.By.Who.Account]);
    }

    private static (Replay Replay, AccountAnalysis Analysis) Replayed(IEnumerable<Exchange> traffic, ResponsePolicy policy, Action<AccountAnalysis>? facts = null)
    {
        var analysis = new AccountAnalysis();
        facts?.Invoke(analysis);
        var replay = new Replay(policy, "h");
        var run = new ReplayRun(analysis, [replay]);
        foreach (var exchange in traffic)
            run.Take(exchange);
        run.Finish();
        return (replay, analysis);
    }

    private static IEnumerable<Exchange> Reseller() => Made(static (exchange, harvest, number) => exchange with { Account = "reseller", EndUser = harvest ? Thief : Hasher.Hash($"customer {number}") });

    [Fact]
    public void One_customer_of_a_reseller_is_narrowed_and_the_reseller_and_its_others_are_not()
    {
        var (replay, _) = Replayed(Reseller(), Policies.Read(Rules), static analysis => analysis.Facts(new AccountFacts { Account = "reseller", Tier = "house" }));
        var move = Assert.Single(replay.Moves, static move => move.Posture == Posture.Narrow);
        Assert.Equal(new Subject(SubjectKind.EndUser, Thief.ToString(), "reseller"), move.Whom);
        Assert.Null(replay.Book.Of(Subject.Account("reseller")));
        Assert.NotEmpty(move.Because!);
    }

    [Fact]
    public void Where_trust_covers_customers_the_machine_asks_a_person_first()
    {
        var (replay, _) = Replayed(Reseller(), Policies.Read(Rules.Replace(", end_users: false", "", StringComparison.Ordinal)), static analysis => analysis.Facts(new AccountFacts { Account = "reseller", Tier = "house" }));
        Assert.All(replay.Moves, static move => Assert.True(move.Kind == EntryKind.Proposed || move.Posture <= Posture.Watch));
        Assert.Contains(replay.Moves, static move => move is { Kind: EntryKind.Proposed, SubjectKind: SubjectKind.EndUser, Posture: Posture.Narrow });
    }

    [Fact]
    public void Accounts_of_an_organization_that_harvests_together_are_narrowed_by_one_decision_but_for_those_that_are_trusted()
    {
        // The harvest is dealt out to six accounts of a firm, of which one is trusted; people have accounts of their own.
        var (replay, _) = Replayed(
            Made(static (exchange, harvest, number) => harvest ? exchange with { Account = $"firm-{exchange.Time.Second % 6}", Organization = "firm" } : exchange with { Account = $"person-{number}" }),
            Policies.Read(Rules), static analysis => analysis.Facts(new AccountFacts { Account = "firm-0", Tier = "house" }));
        var move = Assert.Single(replay.Moves, static move => move.Posture == Posture.Narrow);
        Assert.Equal(new Subject(SubjectKind.Organization, "firm"), move.Whom);
        Assert.Equal(["firm-1", "firm-2", "firm-3", "firm-4", "firm-5"], replay.Accounts.Where(static one => one.Hardest == Posture.Narrow).Select(static one => one.Account).Order(StringComparer.Ordinal));
        Assert.All(replay.Accounts.Where(static one => one.Account is "firm-0" || one.Account.StartsWith("person", StringComparison.Ordinal)), static one => Assert.Equal(Posture.Open, one.Hardest));
    }
}
