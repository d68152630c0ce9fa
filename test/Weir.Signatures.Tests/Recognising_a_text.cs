using Weir.Lab.Texts;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;
using Xunit;

namespace Weir.Signatures.Tests;

public sealed class Recognising_a_text
{
    private static readonly ControlStatistics Control = ControlStatistics.Of(Of(new MadeProse(99).Text(40_000)));

    [Fact]
    public void A_marked_text_is_recognised_with_its_key_and_with_no_other()
    {
        var readings = Read(Texts.With(3).Apply(new MadeProse(1).Text(6_000))).Read(Texts.Keys);
        Assert.Equal("key 3", readings[0].Key);
        Assert.True(readings[0].Adjusted < 1e-6, $"{readings[0]}");
        Assert.True(readings[1].Adjusted > 1e-3, $"{readings[1]}");
    }

    [Fact]
    public void The_stronger_a_text_is_marked_the_plainer_it_reads()
    {
        var text = new MadeProse(1).Text(4_000);
        var read = ((double[])[0.25, 0.5, 0.75, 1]).Select(strength => Read(Texts.With(3, strength).Apply(text)).Read(Texts.Keys[3]).Z).ToArray();
        Assert.True(read.SequenceEqual(read.Order()) && read[^1] > 1.5 * read[0], string.Join(' ', read));
    }

    [Fact]
    public void An_unmarked_text_is_recognised_with_no_key() =>
        Assert.All(Read(new MadeProse(2).Text(20_000)).Read(Texts.Keys), static reading => Assert.True(reading.Adjusted > 1e-3, $"{reading}"));

    [Fact]
    public void Keys_that_nobody_marked_with_read_a_standard_deviation_of_one()
    {
        foreach (var text in (string[])[new MadeProse(3).Text(20_000), Texts.With(1).Apply(new MadeProse(4).Text(20_000))])
        {
            var decoys = Read(text).Decoys(1_000);
            Assert.InRange(decoys.Sd, 0.93, 1.07);
            Assert.InRange(decoys.Mean, -0.12, 0.12);
        }
    }

    [Fact]
    public void Wrong_control_statistics_cost_power_and_accuse_nobody()
    {
        var reading = new Evidence(Of(new MadeProse(5).Text(20_000)), ControlStatistics.Shipped).Read(Texts.Keys);
        Assert.All(reading, static one => Assert.True(one.Adjusted > 1e-3, $"{one}"));
    }

    [Fact]
    public void A_text_copied_many_times_is_no_more_evidence_than_once()
    {
        var text = Texts.With(0).Apply(new MadeProse(6).Text(1_000));
        var once = Read(text).Read(Texts.Keys[0]).Z;
        var tally = new Tally();
        for (var copy = 0; copy < 50; copy++)
            tally.Add(text);
        Assert.True(tally.Repeats > 40 * tally.Slots);
        Assert.InRange(new Evidence(tally, Control).Read(Texts.Keys[0]).Z, once - 0.5, once + 0.5);
    }

    [Fact]
    public void A_campaigns_key_is_recognised_beside_its_owners()
    {
        var owner = Texts.Keys[0];
        var embedder = new Embedder(new Signature(owner, owner.Campaign("harvest"), 1));
        var evidence = Read(embedder.Apply(new MadeProse(7).Text(60_000)));
        var readings = evidence.Read([owner, .. Enumerable.Range(0, 40).Select(number => owner.Campaign($"other {number}")), owner.Campaign("harvest")]);
        Assert.Equal([owner.Name, "harvest"], readings.Where(static reading => reading.Adjusted < 1e-4).Select(static reading => reading.Key));
    }

    [Fact]
    public void Ten_thousand_keys_are_tried_and_the_right_one_stands_first()
    {
        var keys = Enumerable.Range(0, 10_000).Select(static number => SignatureKey.Owner([9], $"{number}"));
        var marked = new Embedder(new Signature(SignatureKey.Owner([9], "7777"), null, 1)).Apply(new MadeProse(8).Text(15_000));
        var readings = Read(marked).Read(keys);
        Assert.Equal("7777", readings[0].Key);
        Assert.True(readings[0].Adjusted < 1e-6 && readings[1].Adjusted > 1e-3, $"{readings[0]} {readings[1]}");
    }

    [Fact]
    public void Holm_multiplies_each_p_by_what_is_left_and_never_lets_it_fall()
    {
        var readings = Read(new MadeProse(10).Text(4_000)).Read(Texts.Keys);
        for (var rank = 0; rank < readings.Count; rank++)
        {
            Assert.True(readings[rank].Adjusted >= Math.Min(1, readings[rank].P * (readings.Count - rank)) - 1e-12);
            Assert.True(rank == 0 || readings[rank].Adjusted >= readings[rank - 1].Adjusted);
        }
    }

    [Fact]
    public void Control_statistics_are_read_back_as_they_were_written()
    {
        var written = new StringWriter();
        Control.Write(written);
        var read = ControlStatistics.Read(new StringReader(written.ToString()))!;
        var again = new StringWriter();
        read.Write(again);
        Assert.Equal(written.ToString(), again.ToString());
        Assert.Equal(Control.Slots, read.Slots);
        Assert.Null(ControlStatistics.Read(new StringReader("something else")));
        Assert.Null(ControlStatistics.Read(new StringReader("weir signature control 1\nit is\t2:3/9\n")));
    }

    [Fact]
    public void The_shipped_statistics_know_thousands_of_places() => Assert.True(ControlStatistics.Shipped.Slots > 10_000);

    [Fact]
    public void Keys_are_derived_and_commitments_tell_them_apart()
    {
        var owner = SignatureKey.Owner([1], "a");
        Assert.Equal(owner.Commitment(), SignatureKey.Owner([1], "a").Commitment());
        string[] all = [owner.Commitment(), SignatureKey.Owner([1], "b").Commitment(), SignatureKey.Owner([2], "a").Commitment(), owner.Campaign("x").Commitment(), owner.Account("x").Commitment()];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private static Tally Of(string text)
    {
        var tally = new Tally();
        tally.Add(text);
        return tally;
    }

    private static Evidence Read(string text) => new(Of(text), Control);
}
