using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>An address and the block around it (/24 for IPv4, /48 for IPv6), all from ranges that nobody owns.</summary>
public sealed record Place(string Address, string Network)
{
    public static Place Draw(ref Dice dice)
    {
        // A fifth of all callers sit behind one of forty large carriers, where strangers share blocks.
        if (dice.Chance(0.2))
            return V4(0x640000 + (dice.Zipf(40) * 7), dice.Between(1, 254));
        return dice.Chance(0.15) ? V6(dice.Below(65536), ref dice) : V4(0x0A0000 + dice.Below(65536), dice.Between(1, 254));
    }

    /// <summary>Another address of the same block: an office, a school, a rack.</summary>
    public Place Neighbour(ref Dice dice)
    {
        if (Address.Contains(':', StringComparison.Ordinal))
            return new Place($"{Network[..Network.IndexOf("::", StringComparison.Ordinal)]}:{dice.Below(65536):x}::{dice.Below(65536):x}", Network);
        return new Place($"{Address[..Address.LastIndexOf('.')]}.{dice.Between(1, 254)}", Network);
    }

    private static Place V4(int block, int host)
    {
        var head = $"{block >> 16}.{(block >> 8) & 255}.{block & 255}";
        return new Place($"{head}.{host}", $"{head}.0/24");
    }

    private static Place V6(int block, ref Dice dice) =>
        new($"2001:db8:{block:x}:{dice.Below(65536):x}::{dice.Below(65536):x}", $"2001:db8:{block:x}::/48");
}
