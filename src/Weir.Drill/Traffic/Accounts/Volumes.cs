using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Accounts;

/// <summary>How much an account sends: the one heavy-tailed distribution for products and harvests alike.</summary>
public static class Volumes
{
    /// <summary>Median near 4,000, a tenth above 12,000, never under 2,000 before <paramref name="scale"/>.</summary>
    public static int Draw(ref Dice dice, double scale) => Math.Max(1, (int)(Math.Min(40_000, Math.Max(2_000, dice.LogNormal(4_000, 0.85))) * scale));
}
