using FsCheck;
using FsCheck.Fluent;
using Weir.Signatures.Recognition;
using Xunit;

namespace Weir.Signatures.Tests;

public sealed class The_bound_on_p
{
    [Fact]
    public void No_sum_of_fair_coins_exceeds_it_whatever_their_weights() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
    {
        var random = new Random(seed);
        var weights = Enumerable.Range(0, random.Next(1, 13)).Select(_ => Math.Pow(random.NextDouble(), random.Next(4))).ToArray();
        var length = Math.Sqrt(weights.Sum(static weight => weight * weight));
        // Every way the coins may fall.
        var sums = Enumerable.Range(0, 1 << weights.Length).Select(signs => weights.Select((weight, at) => (signs >> at & 1) == 1 ? weight : -weight).Sum() / length).Order().ToArray();
        for (var at = 0; at < sums.Length; at++)
        {
            // Sums that are one but for rounding count as one.
            var reaches = (double)(sums.Length - Array.FindIndex(sums, sum => sum >= sums[at] - 1e-9)) / sums.Length;
            if (sums[at] > 0 && reaches > CoinBound.Of(sums[at] - 1e-9))
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_falls_with_z_and_is_what_the_documents_say()
    {
        Assert.Equal(1, CoinBound.Of(0));
        Assert.InRange(CoinBound.Of(Math.Sqrt(2)), 0.25, 0.255);
        Assert.True(CoinBound.Of(5) < Math.Exp(-12.5) / 4);
        Assert.True(CoinBound.Of(5.055, 0.7) < 1e-6 && CoinBound.Of(5.045, 0.7) > 1e-6);
        for (var z = 0.1; z < 30; z += 0.1)
            Assert.True(CoinBound.Of(z) >= CoinBound.Of(z + 0.1));
    }
}
