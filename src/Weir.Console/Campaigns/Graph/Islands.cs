namespace Weir.Console.Campaigns.Graph;

/// <summary>A circle of the picture. One unit is about the distance of two accounts side by side.</summary>
public readonly record struct Island(double X, double Y, double Radius)
{
    public bool IsClearOf(Island other, double gap)
    {
        var (dx, dy, apart) = (X - other.X, Y - other.Y, Radius + other.Radius + gap);
        return dx * dx + dy * dy >= apart * apart - 1e-9 * apart * apart;
    }
}

/// <summary>
/// Puts circles around a middle, close together and apart from each other: each where it touches two that are there already, nearest to the middle. What was placed first
/// does not move for what comes later. There are some forty at most, so every pair is tried.
/// </summary>
internal static class Packing
{
    /// <summary>Screens are wide: the way sideways counts for less.</summary>
    private const double Wide = 1.45;

    public static Island[] Around(Island middle, ReadOnlySpan<double> radii, double gap)
    {
        var placed = new List<Island> { middle };
        var islands = new Island[radii.Length];
        for (var i = 0; i < radii.Length; i++)
        {
            islands[i] = Next(placed, radii[i], gap, i);
            placed.Add(islands[i]);
        }

        return islands;
    }

    private static Island Next(List<Island> placed, double radius, double gap, int turn)
    {
        var best = default(Island);
        var least = double.MaxValue;
        for (var a = 0; a < placed.Count; a++)
        {
            // Touching one: to the right or the left, above or below.
            for (var side = 0; side < 8; side++)
            {
                var angle = (side + (turn & 1) * 0.5) * Math.PI / 4;
                var reach = placed[a].Radius + radius + gap;
                Try(placed, new Island(placed[a].X + Math.Cos(angle) * reach, placed[a].Y + Math.Sin(angle) * reach, radius), gap, ref best, ref least);
            }

            for (var b = a + 1; b < placed.Count; b++)
                Touching(placed, placed[a], placed[b], radius, gap, ref best, ref least);
        }

        return best;
    }

    private static void Touching(List<Island> placed, Island a, Island b, double radius, double gap, ref Island best, ref double least)
    {
        var (ra, rb) = (a.Radius + radius + gap, b.Radius + radius + gap);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var apart = Math.Sqrt(dx * dx + dy * dy);
        if (apart > ra + rb || apart < Math.Abs(ra - rb) || apart < 1e-9)
            return;
        var along = (ra * ra - rb * rb + apart * apart) / (2 * apart);
        var across = Math.Sqrt(Math.Max(0, ra * ra - along * along));
        var (mx, my) = (a.X + dx / apart * along, a.Y + dy / apart * along);
        Try(placed, new Island(mx - dy / apart * across, my + dx / apart * across, radius), gap, ref best, ref least);
        Try(placed, new Island(mx + dy / apart * across, my - dx / apart * across, radius), gap, ref best, ref least);
    }

    private static void Try(List<Island> placed, Island island, double gap, ref Island best, ref double least)
    {
        var cost = Math.Sqrt(island.X / Wide * (island.X / Wide) + island.Y * island.Y) + island.Radius * 0.01;
        // Of two places as good, the one found first: rounding must not decide.
        if (cost >= least - 1e-6)
            return;
        foreach (var other in placed)
        {
            if (!island.IsClearOf(other, gap))
                return;
        }

        (best, least) = (island, cost);
    }
}
