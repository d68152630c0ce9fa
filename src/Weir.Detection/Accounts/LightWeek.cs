using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Detection.Accounts;

/// <summary>
/// Exchanges by hour of the week of an account that has made few: for each of the 168 hours as many ones as came in it, then a zero. So 49 of them take
/// 27 bytes, where a counter for each hour would take 168.
/// </summary>
[InlineArray(Bytes)]
internal struct LightWeek
{
    public const int Hours = 7 * 24;
    /// <summary>49 ones and the 167 zeros between the hours.</summary>
    private const int Bytes = (LightState.Exchanges - 1 + Hours - 1) / 8;

    private byte _first;

    /// <summary>At most <see cref="LightState.Exchanges"/> - 1 times.</summary>
    public void Add(int hour)
    {
        Span<byte> bits = this;
        var at = 0;
        for (int zeros; hour >= (zeros = 8 - BitOperations.PopCount(bits[at])); at++)
            hour -= zeros;
        var bit = 0;
        for (; hour > 0; bit++)
            hour -= ~(bits[at] >> bit) & 1;
        // What comes after makes room for the new one.
        var before = bits[at] & ((1 << bit) - 1);
        var moved = (bits[at] - before) << 1 | 1 << bit | before;
        bits[at] = (byte)moved;
        while (++at < bits.Length)
        {
            moved = bits[at] << 1 | moved >> 8;
            bits[at] = (byte)moved;
        }
    }

    public readonly void AddTo(Span<int> week)
    {
        var hour = 0;
        ReadOnlySpan<byte> bits = this;
        for (var at = 0; at < 8 * Bytes && hour < Hours; at++)
        {
            if ((bits[at >> 3] >> (at & 7) & 1) != 0)
                week[hour]++;
            else
                hour++;
        }
    }

    /// <summary>Adds to the counters that are not kept beside it.</summary>
    public readonly void Count(Span<int> counts)
    {
        Span<int> week = stackalloc int[Hours];
        week.Clear();
        AddTo(week);
        for (var hour = 0; hour < Hours; hour++)
        {
            counts[(int)Counter.FirstHour + hour % 24] += week[hour];
            counts[(int)Counter.Weekend] += hour >= 5 * 24 ? week[hour] : 0;
        }
    }
}
