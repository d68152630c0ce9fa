using Weir.Detection.Campaigns;
using Xunit;

namespace Weir.Detection.Tests.Campaigns;

/// <summary>Accounts that share nothing but what they do, and do it as one.</summary>
public sealed class ConcertTests
{
    private static readonly GroupWeight Strangers = default(GroupWeight) with { Taken = -0.2, Tied = 2, Deck = 1, Depth = 120, Balance = 0.25, Members = 40, Under = 0.1 };

    [Fact]
    public void Strangers_with_one_deck_and_an_even_load_are_told_by_that_alone()
    {
        Assert.True(Strangers.Concert >= Judging.ActAt);
        Assert.True(Strangers.IsUnderNoRoof);
    }

    [Fact]
    public void People_with_interests_or_loads_of_their_own_are_in_no_concert()
    {
        Assert.Equal(0, (Strangers with { Deck = 4 }).Concert);
        Assert.Equal(0, (Strangers with { Balance = 0.8 }).Concert);
        Assert.Equal(0, (Strangers with { Shared = 0.1 }).Concert);
    }

    [Fact]
    public void A_few_questions_each_tell_no_concert() => Assert.Equal(0, (Strangers with { Depth = 20 }).Concert);

    [Fact]
    public void What_looks_like_a_product_is_one_however_evenly_it_is_shared_out() => Assert.Equal(0, (Strangers with { Taken = -2 }).Concert);

    [Fact]
    public void Seats_of_a_firm_are_under_one_roof() => Assert.False((Strangers with { Under = 0.9 }).IsUnderNoRoof);

    [Fact]
    public void An_even_load_lowers_what_must_be_taken_and_one_mixture_of_subjects_does_not()
    {
        var uneven = Strangers with { Balance = 0.8 };
        Assert.Equal(Judging.ActTaken, uneven.NeededTaken);
        Assert.Equal(Judging.LeastActTaken, (Strangers with { Balance = 0.05 }).NeededTaken);
    }

    [Fact]
    public void Many_networks_hide_nobody_whose_accounts_have_work_of_their_own()
    {
        var machines = Strangers with { Deck = 150, Members = 8, Faces = new Faces(1, 1, 6) };
        Assert.Equal(0, machines.OneHand);
        Assert.Equal(0, (machines with { Faces = new Faces(1, 3, 6) }).OneHand);
        Assert.True((machines with { Deck = 1 }).OneHand > 0);
    }

    [Fact]
    public void A_stranger_among_them_does_not_hide_an_even_load()
    {
        var rates = new Rates();
        for (var i = 0; i < 20; i++)
            rates.Add(new LinkRecord($"a{i}", i) { Exchanges = 200 + i, Last = 5 * 86_400_000L });
        rates.Add(new LinkRecord("stranger", 20) { Exchanges = 9, Last = 5 * 86_400_000L });
        Assert.True(rates.Spread() < 0.2);
    }

    [Fact]
    public void Loads_that_differ_as_peoples_do_are_not_even()
    {
        var rates = new Rates();
        for (var i = 0; i < 20; i++)
            rates.Add(new LinkRecord($"a{i}", i) { Exchanges = 10 << i % 6, Last = 5 * 86_400_000L });
        Assert.True(rates.Spread() > 0.8);
    }
}
