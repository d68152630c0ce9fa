namespace Weir.Console.Campaigns.Graph;

/// <summary>A time in which many accounts began, between times in which hardly any did.</summary>
public readonly record struct Wave(DateTimeOffset From, DateTimeOffset To, int Accounts);

/// <summary>When a campaign's accounts began, and whether that was in waves.</summary>
public sealed record Waves(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<int> Began, IReadOnlyList<Wave> All)
{
    public const int Bins = 96;
    /// <summary>A bin with less than this part of the fullest one is a lull.</summary>
    private const double Lull = 0.08;
    private const int LongestLull = 2;
    private const double Small = 0.02;
    private const int MostWaves = 12;

    public static Waves Of(IReadOnlyList<DateTimeOffset> began)
    {
        if (began.Count == 0)
            return new Waves(default, default, new int[Bins], []);
        var (from, to) = (began.Min(), began.Max());
        var step = Math.Max(1, (to - from).Ticks / Bins + 1);
        var bins = new int[Bins];
        foreach (var at in began)
            bins[(int)((at - from).Ticks / step)]++;
        return new Waves(from, to, bins, Find(from, step, bins, began.Count));
    }

    private static List<Wave> Find(DateTimeOffset from, long step, int[] bins, int all)
    {
        var lull = Math.Max(0.5, bins.Max() * Lull);
        var waves = new List<Wave>();
        for (var bin = 0; bin < bins.Length; bin++)
        {
            if (bins[bin] < lull)
                continue;
            var (first, last, accounts) = (bin, bin, 0);
            for (var quiet = 0; bin < bins.Length && quiet <= LongestLull; bin++)
            {
                accounts += bins[bin];
                quiet = bins[bin] < lull ? quiet + 1 : 0;
                last = quiet == 0 ? bin : last;
            }

            if (accounts >= Math.Max(2, all * Small))
                waves.Add(new Wave(from.AddTicks(first * step), from.AddTicks((last + 1) * step), accounts));
        }

        // Many are a steady stream with holes in it.
        return waves.Count > MostWaves ? [] : waves;
    }
}
