using System.Numerics;

namespace Weir.Detection.Accounts;

/// <summary>Which counters one exchange raises by one.</summary>
internal struct Marks
{
    private ulong _low;
    private ulong _high;

    public void Set(Counter counter, bool when = true)
    {
        if (!when)
            return;
        var i = (int)counter;
        if (i < 64)
            _low |= 1UL << i;
        else
            _high |= 1UL << i - 64;
    }

    public void Clear(Counter counter)
    {
        var i = (int)counter;
        if (i < 64)
            _low &= ~(1UL << i);
        else
            _high &= ~(1UL << i - 64);
    }

    /// <summary>What is left of an opening that asks the same as the exchange before: that there was an exchange, and when.</summary>
    public readonly Marks Again()
    {
        var left = new Marks { _low = _low & Moments._low, _high = _high & Moments._high };
        left.Set(Counter.AskedAgain);
        return left;
    }

    private static readonly Marks Moments = MomentsOf();

    private static Marks MomentsOf()
    {
        var moments = new Marks();
        foreach (var counter in (ReadOnlySpan<Counter>)[Counter.Exchanges, Counter.InFirstHour, Counter.LongSilences, Counter.ActiveHours, Counter.Weekend, Counter.Logprobs, Counter.Biased])
            moments.Set(counter);
        for (var hour = 0; hour < 24; hour++)
            moments.Set(Counter.FirstHour.Plus(hour));
        return moments;
    }

    public readonly bool Has(Counter counter) => (((int)counter < 64 ? _low >> (int)counter : _high >> (int)counter - 64) & 1) != 0;

    public readonly void AddTo(Span<int> counts)
    {
        for (var bits = _low; bits != 0; bits &= bits - 1)
            counts[BitOperations.TrailingZeroCount(bits)]++;
        for (var bits = _high; bits != 0; bits &= bits - 1)
            counts[64 + BitOperations.TrailingZeroCount(bits)]++;
    }

    /// <summary>To the counters of a light account, which all lie in the low word.</summary>
    public readonly void AddTo(Span<byte> counts)
    {
        for (var bits = _low & ((1UL << Counters.Light) - 1); bits != 0; bits &= bits - 1)
            counts[BitOperations.TrailingZeroCount(bits)]++;
    }
}
