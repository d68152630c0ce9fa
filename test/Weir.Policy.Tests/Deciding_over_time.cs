using FsCheck;
using FsCheck.Fluent;
using Weir.Detection;
using Xunit;

namespace Weir.Policy.Tests;

/// <summary>A hard action against an innocent account is the worst that can happen: these come first.</summary>
public sealed class Deciding_over_time
{
    /// <summary>A random life: what is seen at each of its hours. Numbers are turned into sights, so that failures shrink.</summary>
    private static Sight SightOf(int hour, int dice) => Policies.Sight(
        hour,
        (Verdict)(dice % 3),
        evidence: dice % 7,
        tie: (dice / 3 % 4) switch { 0 => Policies.Tie(0.97), 1 => Policies.Tie(0.6), 2 => Policies.Tie(0.97, Verdict.Watch), _ => null },
        budget: dice / 11 % 3 * 0.7);

    private static ResponsePolicy TrustsTheVerified { get; } = Policies.StrictByAccount with { Trust = Policies.StrictByAccount.Trust with { Verified = true } };

    private static void ForLives(Action<int[]> check) =>
        Prop.ForAll(Gen.Choose(0, 1000).ArrayOf(60).ToArbitrary(), dice => { check(dice); return true; }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_is_stopped_under_the_default_without_a_person() => ForLives(dice =>
    {
        var life = new Life(Policies.Default);
        for (var i = 0; i < dice.Length; i++)
        {
            life.See(SightOf(i * 5, dice[i]));
            Assert.False(life.Standing?.At(Policies.Start.AddHours(i * 5)).IsHard() ?? false);
        }
    });

    [Fact]
    public void A_posture_is_never_harder_than_a_rule_that_was_met_within_its_time() => ForLives(dice =>
    {
        foreach (var policy in (ResponsePolicy[])[Policies.Default, Policies.StrictByAccount])
        {
            var life = new Life(policy);
            var allowed = new List<(int Hour, Posture Posture)>();
            for (var i = 0; i < dice.Length; i++)
            {
                var sight = SightOf(i * 7, dice[i]);
                var judged = Judging.Judge(policy, sight, default, life.Standing);
                allowed.Add((i * 7, judged.Target));
                life.See(sight);
                var now = life.Standing?.At(sight.Time) ?? Posture.Open;
                Assert.True(now == Posture.Open || allowed.Exists(one => one.Posture >= now), $"{now} and nothing ever asked for it");
                // Whatever is above what is asked for now was asked for within the longest rule and the steps back.
                if (now > judged.Target)
                    Assert.Contains(allowed, one => one.Posture >= now && i * 7 - one.Hour <= (policy.Rules.Max(static rule => rule.For) + 5 * policy.Hold.Step).TotalHours);
            }
        }
    });

    [Fact]
    public void Postures_do_not_flap() => ForLives(dice =>
    {
        var life = new Life(Policies.StrictByAccount);
        for (var i = 0; i < dice.Length; i++)
            life.See(SightOf(i * 3, dice[i]));
        var falls = life.Entries.Where(static entry => entry.Kind == EntryKind.Decided && entry.Posture < entry.From).ToArray();
        // Between two steps down lies the time that a step takes, however wildly the evidence jumps.
        for (var i = 1; i < falls.Length; i++)
            Assert.True(falls[i].Time - falls[i - 1].Time >= Policies.StrictByAccount.Hold.Step);
        var rises = life.Entries.Count(static entry => entry.Kind == EntryKind.Decided && entry.Posture > entry.From);
        Assert.True(rises <= 5 * (falls.Length + 1));
    });

    [Fact]
    public void Everybody_comes_back_to_open() => ForLives(dice =>
    {
        var life = new Life(Policies.StrictByAccount);
        for (var i = 0; i < dice.Length; i++)
            life.See(SightOf(i, dice[i]));
        for (var hour = dice.Length; hour < 24 * 120; hour += 6)
            life.See(Policies.Sight(hour));
        Assert.Equal(Posture.Open, life.Standing?.At(Policies.Start.AddHours(24 * 120)) ?? Posture.Open);
    });

    [Fact]
    public void A_persons_word_stands_until_it_lapses() => ForLives(dice =>
    {
        foreach (var word in (Posture[])[Posture.Open, Posture.Watch, Posture.Suspend])
        {
            var life = new Life(Policies.StrictByAccount);
            for (var i = 0; i < 20; i++)
                life.See(SightOf(i, dice[i]));
            life.Act(EntryKind.PostureSet, 20, word, untilHours: 50);
            var before = life.Entries.Count;
            for (var i = 20; i < 50; i++)
            {
                life.See(SightOf(i, dice[i]));
                Assert.Equal(word, life.Standing!.At(Policies.Start.AddHours(i)));
            }

            Assert.Equal(before, life.Entries.Count);
        }
    });

    [Fact]
    public void Whoever_is_trusted_or_licensed_is_never_slowed_by_the_machine() => ForLives(dice =>
    {
        foreach (var who in (int[])[0, 1, 2])
        {
            var life = new Life(TrustsTheVerified);
            for (var i = 0; i < dice.Length; i++)
            {
                life.See(SightOf(i * 5, dice[i]), verified: who == 0, trusted: who == 1, licensed: who == 2);
                Assert.True((life.Standing?.Machine ?? Posture.Open) <= Posture.Watch);
            }
        }
    });

    [Fact]
    public void Trust_that_comes_later_frees_at_once()
    {
        var life = new Life(Policies.StrictByAccount);
        life.See(Policies.Sight(0, Verdict.Act, 5));
        Assert.Equal(Posture.Narrow, life.Standing!.Machine);
        life.See(Policies.Sight(1, Verdict.Act, 5), licensed: true);
        Assert.Equal(Posture.Watch, life.Standing!.Machine);
    }

    [Fact]
    public void Events_that_come_late_or_twice_change_nothing_that_came_after() => ForLives(dice =>
    {
        var life = new Life(Policies.StrictByAccount);
        for (var i = 10; i < dice.Length; i++)
            life.See(SightOf(i * 5, dice[i]));
        var (standing, entries) = (life.Standing, life.Entries.Count);
        if (standing is null)
            return;
        for (var hour = 0; Policies.Start.AddHours(hour) < standing.Since; hour++)
            life.See(SightOf(hour, dice[hour % dice.Length]));
        Assert.Equal(entries, life.Entries.Count);
    });

    [Fact]
    public void The_state_is_the_fold_of_its_entries() => ForLives(dice =>
    {
        var life = new Life(Policies.StrictByAccount);
        for (var i = 0; i < dice.Length; i++)
        {
            life.See(SightOf(i * 5, dice[i]));
            if (dice[i] % 17 == 0)
                life.Act((EntryKind)(dice[i] % 8 + 2), i * 5, (Posture)(dice[i] % 6), i * 5 + 30, "campaign-member");
        }

        var again = new StandingBook(Policies.StrictByAccount.Hold.DeclinedFor);
        foreach (var entry in life.Entries)
            again.Apply(PolicyEntryJson.Read(PolicyEntryJson.Write(entry))!);
        for (var hour = 0; hour < 600; hour += 50)
            Assert.Equal(life.Standing?.At(Policies.Start.AddHours(hour)), again.Of(Subject.Account("a"))?.At(Policies.Start.AddHours(hour)));
        Assert.Equal(life.Standing?.Rule, again.Of(Subject.Account("a"))?.Rule);
        Assert.Equal(life.Standing?.Proposal?.Id, again.Of(Subject.Account("a"))?.Proposal?.Id);
    });

    [Fact]
    public void What_waits_for_a_person_is_asked_once_and_the_milder_rule_holds_meanwhile()
    {
        var life = new Life(Policies.Default);
        for (var hour = 0; hour < 48; hour++)
            life.See(Policies.Sight(hour, Verdict.Act, 5, Policies.Tie()));
        Assert.Equal(Posture.Narrow, life.Standing!.Machine);
        var proposals = life.Entries.Where(static entry => entry.Kind == EntryKind.Proposed).ToArray();
        Assert.Single(proposals);
        Assert.Equal(Posture.Suspend, proposals[0].Posture);
    }

    [Fact]
    public void A_person_who_declines_is_not_asked_again_for_that_rule()
    {
        var life = new Life(Policies.Default);
        life.See(Policies.Sight(0, Verdict.Act, 5, Policies.Tie()));
        life.See(Policies.Sight(1, Verdict.Act, 5, Policies.Tie()));
        Assert.NotNull(life.Standing!.Proposal);
        life.Act(EntryKind.Declined, 2, rule: life.Standing.Proposal!.Rule);
        for (var hour = 3; hour < 24 * 20; hour += 12)
            life.See(Policies.Sight(hour, Verdict.Act, 5, Policies.Tie()));
        Assert.Single(life.Entries, static entry => entry.Kind == EntryKind.Proposed);
    }

    [Fact]
    public void An_approved_stop_holds_its_time_and_then_ends_mildly()
    {
        var life = new Life(Policies.Default);
        life.See(Policies.Sight(0, Verdict.Act, 5, Policies.Tie()));
        life.See(Policies.Sight(1, Verdict.Act, 5, Policies.Tie()));
        life.Act(EntryKind.Approved, 2, Posture.Suspend, untilHours: 100, rule: "campaign-known-member");
        for (var hour = 3; hour < 100; hour += 5)
        {
            life.See(Policies.Sight(hour));
            Assert.Equal(Posture.Suspend, life.Standing!.Machine);
        }

        life.See(Policies.Sight(101));
        Assert.Equal(Posture.Narrow, life.Standing!.Machine);
    }

    [Fact]
    public void Who_confirms_who_they_are_goes_on_at_once_and_is_not_asked_again()
    {
        var life = new Life(TrustsTheVerified);
        life.See(Policies.Sight(0, Verdict.Act, 5, Policies.Tie(0.92)));
        Assert.Equal(Posture.Verify, life.Standing!.Machine);
        life.Act(EntryKind.Verified, 1);
        Assert.Equal(Posture.Watch, life.Standing!.Machine);
        for (var hour = 2; hour < 200; hour += 7)
        {
            life.See(Policies.Sight(hour, Verdict.Act, 5, Policies.Tie(0.92)));
            Assert.True(life.Standing!.Machine <= Posture.Watch);
        }
    }

    [Fact]
    public void Who_has_confirmed_who_they_are_is_never_asked_to_again_under_any_policy() => ForLives(dice =>
    {
        var life = new Life(Policies.StrictByAccount);
        life.Act(EntryKind.Verified, 0);
        for (var i = 0; i < dice.Length; i++)
        {
            life.See(SightOf(i * 5, dice[i]));
            Assert.NotEqual(Posture.Verify, life.Standing?.Machine);
        }
    });

    [Fact]
    public void Evidence_about_the_threshold_does_not_move_the_posture()
    {
        var policy = Policies.Read("terms: { clauses: { c: { title: T, says: S } } }\nrules: [{ name: r, when: { evidence: 3 }, then: slow, for: 1h, clause: c }]");
        var life = new Life(policy);
        for (var hour = 0; hour < 200; hour++)
            life.See(Policies.Sight(hour, evidence: hour % 2 == 0 ? 3.1 : 2.7));
        Assert.All(life.Entries, static entry => Assert.Equal(Posture.Slow, entry.Posture));
    }

    [Fact]
    public void A_rule_that_asks_for_little_evidence_ends_when_half_of_it_is_gone()
    {
        // With the whole margin it would stay met by no evidence at all.
        var policy = Policies.Read("terms: { clauses: { c: { title: T, says: S } } }\nrules: [{ name: r, when: { evidence: 0.25 }, then: slow, for: 1h, clause: c }]");
        var life = new Life(policy);
        life.See(Policies.Sight(0, evidence: 0.3));
        for (var hour = 1; hour < 48; hour++)
            life.See(Policies.Sight(hour, evidence: hour < 24 ? 0.15 : 0));
        Assert.All(life.Entries.Where(static entry => entry.Time < Policies.Start.AddHours(24)), static entry => Assert.Equal(Posture.Slow, entry.Posture));
        Assert.Equal(Posture.Open, life.Standing!.Machine);
    }

    [Fact]
    public void A_newcomer_is_young_by_its_facts_and_only_for_a_while()
    {
        var policy = Policies.Read("terms: { clauses: { c: { title: T, says: S } } }\nrules: [{ name: r, when: { evidence: 1, younger_than: 30d }, then: slow, clause: c }]");
        Posture At(int day, DateTimeOffset? created)
        {
            var sight = Policies.Sight(24 * day, evidence: 2);
            var known = Known.Of(policy.Trust, new Weir.Detection.Accounts.AccountFacts { Account = "a", Created = created }, null, licensed: false, sight.Time);
            return Judging.Judge(policy, sight, known, null).Target;
        }

        Assert.Equal(Posture.Slow, At(29, Policies.Start));
        Assert.Equal(Posture.Open, At(30, Policies.Start));
        Assert.Equal(Posture.Open, At(1, created: null));
    }
}
