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
