using FsCheck;
using FsCheck.Fluent;
using Weir.Detection;
using Xunit;

namespace Weir.Sharing.Tests;

public sealed class IndicatorBookTests
{
    private static Finding Own(string account, double evidence, Verdict verdict = Verdict.Clear, double days = 0) =>
        new() { Account = account, Evidence = evidence, Verdict = verdict, LastAt = Made.Start.AddDays(days) };

    private static IndicatorBook Book(double trust, int senders = 1)
    {
        var book = new IndicatorBook([.. Enumerable.Range(0, senders).Select(_ => new TrustedIndicators(Made.Received(), trust))], Made.Group.HasherOf);
        foreach (var exchange in Made.Campaign().Concat(Made.People()))
            book.Observe(exchange);
        return book;
    }

    [Fact]
    public void What_others_told_adds_to_evidence_and_says_so()
    {
        var raised = Book(1).Raise(Own("thief-1", 0.9));
        Assert.InRange(raised.Evidence, 1.3, 1.9 + 1e-9);
        Assert.Equal(Verdict.Watch, raised.Verdict);
        var reason = Assert.Single(raised.Reasons);
        Assert.Equal("shared indicator", reason.Signal);
        Assert.Contains("Example Lab", reason.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bundle_however_trusted_moves_anybody_to_act_or_adds_more_than_its_cap()
    {
        var books = new[] { Book(0.2), Book(1), Book(1, senders: 20) };
        Prop.ForAll(ArbMap.Default.ArbFor<(int Account, double Evidence, bool Watched, int Book)>(), one =>
        {
            var evidence = double.IsFinite(one.Evidence) ? Math.Clamp(one.Evidence, -5, 50) : 0;
            var before = Own($"thief-{Math.Abs(one.Account % 8)}", evidence, one.Watched ? Verdict.Watch : Verdict.Clear);
            var after = books[Math.Abs(one.Book % 3)].Raise(before);
            return after.Verdict != Verdict.Act && after.Verdict >= before.Verdict && after.Evidence >= before.Evidence && after.Evidence - before.Evidence <= IndicatorBook.Most + 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_account_without_evidence_of_its_own_is_left_as_it_is()
    {
        var clean = Own("thief-1", 0.1);
        Assert.Same(clean, Book(1).Raise(clean));
        var licensed = Own("thief-1", 3) with { Licensed = true };
        Assert.Same(licensed, Book(1).Raise(licensed));
    }

    [Fact]
    public void Strangers_to_the_campaign_are_not_touched()
    {
        var book = Book(1);
        for (var i = 0; i < 400; i++)
        {
            var person = Own($"person-{i}", 1.0);
            Assert.Same(person, book.Raise(person));
        }
    }

    [Fact]
    public void It_counts_for_less_with_less_trust_and_with_age_and_for_nothing_when_it_has_expired()
    {
        double Added(double trust, double days) => Book(trust).Raise(Own("thief-1", 0.5, days: days)).Evidence - 0.5;
        Assert.InRange(Added(0.25, 0), 0.3, 0.35);
        Assert.InRange(Added(0.25, 31), Added(0.25, 1) * 0.45, Added(0.25, 1) * 0.55);
        Assert.Equal(0, Added(0, 0), 9);
        Assert.Equal(0, Added(1, StixBundle.DaysValid + 2), 9);
    }

    [Fact]
    public void Without_the_groups_key_networks_and_clients_say_nothing()
    {
        var book = new IndicatorBook([new TrustedIndicators(Made.Received() with { Shared = Made.Received().Shared with { Templates = [], Networks = [] } }, 1)], static _ => null);
        foreach (var exchange in Made.Campaign())
            book.Observe(exchange);
        var finding = Own("thief-1", 1);
        Assert.Same(finding, book.Raise(finding));
    }
}
