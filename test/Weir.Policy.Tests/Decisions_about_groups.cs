using FsCheck;
using FsCheck.Fluent;
using Weir.Detection;
using Weir.Detection.Accounts;
using Xunit;

namespace Weir.Policy.Tests;

/// <summary>One decision about many: what it must never do to somebody who does not belong, or whom the operator trusts.</summary>
public sealed class Decisions_about_groups
{
    private static readonly Subject Campaign = new(SubjectKind.Campaign, "c-1");

    private static ResponsePolicy Policy { get; } = Policies.Read("""
        terms: { clauses: { c: { title: T, says: S } } }
        trust: { verified: false, tiers: [house] }
        rules:
          - { name: stopped, about: campaign, when: { campaign: act, certainty: 0.9, countries: [NL, DE] }, then: suspend, for: 30d, clause: c }
          - { name: looked-at, about: campaign, when: { campaign: watch, certainty: 0.8 }, then: slow, for: 7d, clause: c }
        """);

    private static Sight Seen(int hour, Verdict verdict) => new() { Time = Policies.Start.AddHours(hour), Whom = Campaign, Tie = new CampaignTie("c-1", verdict, 1) };

    private static StandingBook Decided(Verdict verdict, ResponsePolicy? policy = null)
    {
        var book = new StandingBook(TimeSpan.FromDays(30));
        See(book, policy ?? Policy, 0, verdict);
        return book;
    }

    private static PolicyEntry? See(StandingBook book, ResponsePolicy policy, int hour, Verdict verdict)
    {
        var sight = Seen(hour, verdict);
        var judged = Judging.Judge(policy, sight, default, book.Of(Campaign));
        var entry = Deciding.Next(policy, book.Of(Campaign), sight, default, judged, _ => $"d-{hour}");
        if (entry is not null)
            book.Apply(entry);
        return entry;
    }

    /// <summary>Who somebody is, from a number, so that failures shrink.</summary>
    private static Known KnownOf(int dice, StandingBook book, string account) => Known.Of(
        Policy.Trust, new AccountFacts { Account = account, Tier = dice % 5 == 0 ? "house" : null, Country = (dice / 5 % 3) switch { 0 => "NL", 1 => "FR", _ => null } },
        book.Of(Subject.Account(account)), licensed: dice / 15 % 6 == 0, Policies.Start);

    [Fact]
    public void Nobody_who_was_never_as_sure_as_asked_nobody_trusted_and_nobody_licensed_is_reached() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ArrayOf(40).ToArbitrary(), dice =>
        {
            var book = Decided(Verdict.Act);
            var reach = new GroupReach();
            var certainties = new Dictionary<string, double>(StringComparer.Ordinal);
            var sure = new HashSet<string>(StringComparer.Ordinal);
            for (var round = 0; round < dice.Length; round++)
            {
                var who = $"a{dice[round] % 7}";
                // Now and then somebody is trusted by name, or no longer.
                if (dice[round] % 11 == 0)
                    book.Apply(PolicyEntry.For(dice[round] % 2 == 0 ? EntryKind.Trusted : EntryKind.Untrusted, $"t-{round}", Policies.Start.AddHours(1), Subject.Account(who)) with { Actor = "anna", Reason = "r" });
                certainties[who] = dice[round] / 7 % 101 / 100.0;
                if (certainties[who] >= 0.9)
                    sure.Add(who);
                reach.Meet(who, null, new CampaignTie("c-1", Verdict.Act, certainties[who]), Policy, book, account => KnownOf(dice[0], book, account), Policies.Start.AddHours(2));
                reach.Refresh(Policy, book, Made.Ties([.. certainties.Select(static one => (one.Key, one.Value))]), account => KnownOf(dice[0], book, account), Policies.Start.AddHours(2));
                foreach (var (account, certainty) in certainties)
                {
                    var known = KnownOf(dice[0], book, account);
                    var holds = InForce.Of(account, null, book, reach, Policy, Policies.Start.AddHours(2));
                    // Below, and far enough below after having been above, nobody is reached.
                    if (!sure.Contains(account) || certainty < 0.7 || known.Trusted || known.Country is not ("NL" or "DE"))
                        Assert.Equal(Posture.Open, holds.Posture);
                    else if (certainty >= 0.9)
                        Assert.Equal(Posture.Suspend, holds.Posture);
                    if (holds.Posture == Posture.Open)
                        sure.Remove(account);
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_joins_later_is_reached_at_once_and_who_leaves_is_free_at_once()
    {
        var (book, reach) = (Decided(Verdict.Act), new GroupReach());
        Known Dutch(string _) => new(false, false, null, "NL");
        var later = Policies.Start.AddHours(5);
        reach.Meet("late", null, new CampaignTie("c-1", Verdict.Act, 0.99), Policy, book, Dutch, later);
        Assert.Equal(Posture.Suspend, InForce.Of("late", null, book, reach, Policy, later).Posture);
        Assert.Equal(Campaign, InForce.Of("late", null, book, reach, Policy, later).By!.Whom);
        reach.Refresh(Policy, book, Made.Ties([]), Dutch, later);
        Assert.Equal(Posture.Open, InForce.Of("late", null, book, reach, Policy, later).Posture);
    }

    [Fact]
    public void A_certainty_about_the_bound_does_not_make_a_member_go_to_and_fro()
    {
        var (book, reach) = (Decided(Verdict.Act), new GroupReach());
        var changes = 0;
        for (var i = 0; i < 100; i++)
        {
            var before = reach.Version;
            reach.Refresh(Policy, book, Made.Ties([("a", i % 2 == 0 ? 0.905 : 0.895)]), static _ => new Known(false, false, null, "NL"), Policies.Start.AddHours(1));
            changes += reach.Version != before ? 1 : 0;
        }

        // Reached once, and let go when it is clearly less sure.
        Assert.Equal(1, changes);
        reach.Refresh(Policy, book, Made.Ties([("a", 0.69)]), static _ => new Known(false, false, null, "NL"), Policies.Start.AddHours(1));
        Assert.Empty(reach.ByCampaign);
    }

    [Fact]
    public void What_a_person_approves_reaches_as_surely_as_it_was_asked_for()
    {
        var policy = Policies.Read("""
            terms: { clauses: { c: { title: T, says: S } } }
            rules:
              - { name: stopped, about: campaign, when: { campaign: act, certainty: 0.95 }, then: suspend, approval: person, clause: c }
              - { name: looked-at, about: campaign, when: { campaign: watch, certainty: 0.5 }, then: slow, clause: c }
            """);
        var book = Decided(Verdict.Act, policy);
        Assert.Equal(0.5, book.Of(Campaign)!.Certainty);
        See(book, policy, 1, Verdict.Act);
        var proposal = book.Of(Campaign)!.Proposal!;
        Assert.Equal(0.95, proposal.Certainty);
        book.Apply(PolicyEntry.For(EntryKind.Approved, "p-1", Policies.Start.AddHours(2), Campaign) with { Posture = Posture.Suspend, Until = Policies.Start.AddDays(9), Rule = "stopped", About = proposal.Id });
        Assert.Equal((Posture.Suspend, 0.95), (book.Of(Campaign)!.Machine, book.Of(Campaign)!.Certainty));
        var reach = new GroupReach();
        reach.Refresh(policy, book, Made.Ties([("sure", 0.99), ("unsure", 0.9)]), static _ => default, Policies.Start.AddHours(3));
        Assert.Equal(["sure"], reach.ByCampaign.Keys);
    }

    [Fact]
    public void A_persons_word_about_a_campaign_frees_what_was_decided_because_of_it_and_nothing_else()
    {
        var policy = Policies.Read("""
            terms: { clauses: { c: { title: T, says: S } } }
            rules:
              - { name: member, when: { campaign: act }, then: narrow, clause: c }
              - { name: own, when: { verdict: act }, then: narrow, clause: c }
            """);
        var book = new StandingBook(TimeSpan.FromDays(30));
        foreach (var (account, rule) in (ReadOnlySpan<(string, string)>)[("beside", "member"), ("harvester", "own")])
            book.Apply(PolicyEntry.For(EntryKind.Decided, "d", Policies.Start, Subject.Account(account)) with { Posture = Posture.Narrow, Rule = rule, Campaign = "c-1", Until = Policies.Start.AddDays(7) });
        book.Apply(PolicyEntry.For(EntryKind.PostureSet, "p", Policies.Start, Campaign) with { Posture = Posture.Open, Until = Policies.Start.AddDays(7), Actor = "anna", Reason = "a class" });
        var reach = new GroupReach();
        reach.Refresh(policy, book, Made.Ties([("beside", 0.99), ("harvester", 0.99)]), static _ => default, Policies.Start);
        Assert.Equal(Posture.Open, InForce.Of("beside", null, book, reach, policy, Policies.Start).Posture);
        Assert.Equal(Posture.Narrow, InForce.Of("harvester", null, book, reach, policy, Policies.Start).Posture);
    }

    [Fact]
    public void Who_confirmed_who_they_are_is_let_out_of_a_campaign_that_must_verify()
    {
        var policy = Policies.Read("""
            terms: { clauses: { c: { title: T, says: S } } }
            trust: { verified: false }
            rules: [{ name: stopped, about: campaign, when: { campaign: act }, then: verify, clause: c }]
            """);
        var (book, reach) = (Decided(Verdict.Act, policy), new GroupReach());
        reach.Refresh(policy, book, Made.Ties([("a", 0.99)]), static _ => default, Policies.Start);
        Assert.Equal(Posture.Verify, InForce.Of("a", null, book, reach, policy, Policies.Start).Posture);
        book.Apply(PolicyEntry.For(EntryKind.Verified, "v", Policies.Start, Subject.Account("a")) with { Actor = "service", Reason = "passport" });
        Assert.Equal(Posture.Open, InForce.Of("a", null, book, reach, policy, Policies.Start).Posture);
    }

    [Fact]
    public void A_decision_about_a_campaign_lapses_when_nothing_is_seen_of_it_any_more()
    {
        var book = Decided(Verdict.Act);
        for (var hour = 1; hour < 24 * 60; hour += 6)
            See(book, Policy, hour, Verdict.Clear);
        Assert.Equal(Posture.Open, book.Of(Campaign)!.Machine);
    }
}
