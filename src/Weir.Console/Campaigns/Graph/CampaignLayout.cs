using Weir.Detection.Campaigns;

namespace Weir.Console.Campaigns.Graph;

/// <summary>
/// Where everything of a campaign stands in its picture. Parts are islands around what all share; in an island accounts lie like the seeds of a sunflower, the first to join in the
/// middle and each later one further out, so waves of joining show as rings and growth moves nobody. Who belongs less surely lies at the rim, beyond a gap. The same campaign gives
/// the same picture; a campaign that grew, nearly the same.
/// </summary>
public sealed class CampaignLayout
{
    /// <summary>Of seeds: with it the nearest two are one unit apart.</summary>
    private const double Spacing = 0.6;
    private const double Golden = 2.399963229728653;
    /// <summary>Room for a quarter more, so that an island that grows a little stays as large as it is.</summary>
    private const double Room = 1.25;
    private const double Rim = 1.6;
    private const double LeastRadius = 2.6;

    /// <summary>Keys of the parts in the order in which they were placed.</summary>
    private readonly List<string> _turns;

    private CampaignLayout(CampaignParts parts, Island[] islands, Island middle, float[] x, float[] y, byte[] partOf, List<string> turns) =>
        (Parts, Islands, Middle, X, Y, PartOf, _turns) = (parts, islands, middle, x, y, partOf, turns);

    public CampaignParts Parts { get; }
    /// <summary>By the place of the part.</summary>
    public IReadOnlyList<Island> Islands { get; }
    /// <summary>Where what all share stands.</summary>
    public Island Middle { get; }
    /// <summary>By the place of the account in the campaign.</summary>
    public float[] X { get; }
    public float[] Y { get; }
    public byte[] PartOf { get; }

    /// <param name="before">The picture that was shown last: parts keep their order, so that a viewer finds things where they were.</param>
    public static CampaignLayout Of(CampaignBonds campaign, CampaignLayout? before = null)
    {
        var parts = CampaignParts.Of(campaign, before?.Parts.All.Where(static part => part.Kind == PartKind.Bound).Select(static part => part.Key).ToList());
        var all = parts.All;
        var gaps = new int[all.Count];
        var radii = new double[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            gaps[i] = all[i].Kind is PartKind.Bound or PartKind.Core ? all[i].Accounts.Count(account => campaign.Accounts[account].Certainty >= CampaignParts.Sure) : all[i].Accounts.Count;
            radii[i] = RadiusOf(all[i].Accounts.Count, gaps[i] < all[i].Accounts.Count);
        }

        var order = Order(all, radii, before);
        var middle = new Island(0, 0, Math.Max(4.5, 0.23 * Math.Sqrt(radii.Sum(static radius => radius * radius))));
        var packed = Packing.Around(middle, Array.ConvertAll(order, i => radii[i]), GapOf(radii));
        var islands = new Island[all.Count];
        for (var i = 0; i < order.Length; i++)
            islands[order[i]] = packed[i];

        var (x, y, partOf) = (new float[campaign.Accounts.Count], new float[campaign.Accounts.Count], new byte[campaign.Accounts.Count]);
        for (var i = 0; i < all.Count; i++)
        {
            var accounts = all[i].Accounts;
            for (var k = 0; k < accounts.Count; k++)
            {
                var reach = Spacing * Math.Sqrt(k + 0.5) + (k >= gaps[i] ? Rim : 0);
                (x[accounts[k]], y[accounts[k]]) = ((float)(islands[i].X + reach * Math.Cos(k * Golden)), (float)(islands[i].Y + reach * Math.Sin(k * Golden)));
                partOf[accounts[k]] = (byte)i;
            }
        }

        return new CampaignLayout(parts, islands, middle, x, y, partOf, [.. order.Select(i => all[i].Key)]);
    }

    /// <summary>Few parts stand further apart: there is room for their names.</summary>
    private static double GapOf(double[] radii)
    {
        var large = radii.OrderDescending().Take(12).ToList();
        return large.Count == 0 ? 2 : Math.Max(2, large.Average() * (radii.Length <= 16 ? 0.42 : 0.22));
    }

    private static double RadiusOf(int accounts, bool rim)
    {
        var room = Math.Pow(Room, Math.Ceiling(Math.Log(Math.Max(1, accounts), Room)));
        return Math.Max(LeastRadius, Spacing * Math.Sqrt(room + 0.5) + 0.9 + (rim ? Rim : 0));
    }

    /// <summary>Parts that were there before keep their turn; of the others the largest comes first. Who is no member comes last, and so lies outside.</summary>
    private static int[] Order(IReadOnlyList<Part> all, double[] radii, CampaignLayout? before)
    {
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in before?._turns ?? [])
            turns[key] = turns.Count;
        return [.. Enumerable.Range(0, all.Count).OrderBy(i => all[i].Kind is PartKind.Bound or PartKind.Core ? 0 : 1).ThenBy(i => turns.GetValueOrDefault(all[i].Key, int.MaxValue)).ThenByDescending(i => radii[i]).ThenBy(static i => i)];
    }
}
