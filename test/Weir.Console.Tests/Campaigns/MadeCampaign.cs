using Weir.Detection;
using Weir.Detection.Campaigns;

namespace Weir.Console.Tests.Campaigns;

/// <summary>Campaigns of any size and shape, made without a drill.</summary>
internal static class MadeCampaign
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <param name="domains">Into how many mail domains its accounts fall.</param>
    public static CampaignBonds Of(int accounts, int domains, int seed, int beside = 0, Func<int, string>? name = null)
    {
        var random = new Random(seed);
        var joins = new List<CampaignJoin>();
        for (var i = 0; i < accounts + beside; i++)
        {
            var first = Start.AddHours(i / 100 * 3 + random.NextDouble());
            joins.Add(new CampaignJoin(name?.Invoke(i) ?? $"a{i:x}", i < accounts ? Belonging.Member : Belonging.Beside, random.Next(9) == 0 ? 0.6 : 0.99, first, first.AddDays(2), first.AddHours(1), 1, random.Next(400), (Verdict)random.Next(3), random.Next(90_000)));
        }

        var bonds = new List<CampaignBond> { Bond("template", "wording", "t0", null, Enumerable.Range(0, accounts)), Bond("client", "client", "c0", null, Enumerable.Range(0, accounts).Where(_ => random.Next(10) > 0)) };
        for (var domain = 0; domain < domains; domain++)
            bonds.Add(Bond("mail domain", "registration", $"d{domain}", $"pool{domain}.example", Enumerable.Range(0, accounts).Where(i => i % domains == domain)));
        for (var card = 0; card < Math.Min(384, accounts / 6); card++)
            bonds.Add(Bond("payment", "payment", $"p{card}", $"card {card}", Enumerable.Range(card * 6, 6)));
        return new CampaignBonds
        {
            Campaign = "c-0123456789", Verdict = Verdict.Act, Accounts = joins, Bonds = bonds.FindAll(static bond => bond.Accounts.Count > 1), Volume = new CampaignVolume(Start, TimeSpan.FromHours(1), [5, 9, 2]),
            Replacements = [.. Enumerable.Range(0, accounts / 20).Select(static i => new CampaignReplacement(i * 2, i * 2 + 1))],
        };
    }

    private static CampaignBond Bond(string kind, string family, string mark, string? name, IEnumerable<int> accounts)
    {
        int[] has = [.. accounts];
        return new CampaignBond(kind, family, mark, name, has, has.Length, 500, 2, family is not ("registration" or "payment"));
    }
}
