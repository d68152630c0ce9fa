using System.Globalization;
using Weir.Detection.Campaigns;

namespace Weir.Console.Campaigns;

/// <summary>By what members are sorted.</summary>
public enum MemberOrder { Joined, Certainty, Exchanges, New, Verdict, Name }

/// <summary>A page of a campaign's accounts, as the address asks for it: everything a table can do, it does without a script.</summary>
public sealed record MemberList(MemberOrder Order, bool Down, int Page, string? Bond, int? Find, int? Part)
{
    public const int PerPage = 50;

    private static readonly (string Word, MemberOrder Order)[] Words =
        [("joined", MemberOrder.Joined), ("certainty", MemberOrder.Certainty), ("exchanges", MemberOrder.Exchanges), ("new", MemberOrder.New), ("verdict", MemberOrder.Verdict), ("name", MemberOrder.Name)];

    public static MemberList Read(Func<string, string?> asked)
    {
        var by = asked("by") ?? "joined";
        var down = by.StartsWith('-');
        var order = Words.FirstOrDefault(word => string.Equals(word.Word, by.TrimStart('-'), StringComparison.Ordinal)).Order;
        return new MemberList(order, down, Number(asked("page")) is > 0 and var page ? page : 1, asked("bond"), Number(asked("find")), Number(asked("part")));
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string Word => (Down ? "-" : "") + Words.First(word => word.Order == Order).Word;

    /// <summary>The address of the same list, changed in something.</summary>
    public string Address(string campaign, string? by = null, int? page = null, string? bond = "", string? part = "")
    {
        var parts = new List<string>();
        if ((by ?? Word) is not "joined" and var order)
            parts.Add("by=" + order);
        if ((bond is "" ? Bond : bond) is { } of)
            parts.Add("bond=" + Uri.EscapeDataString(of));
        if ((part is "" ? Part?.ToString(CultureInfo.InvariantCulture) : part) is { } island)
            parts.Add("part=" + island);
        if (page is > 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        return Pieces.Links.Campaign(campaign) + (parts.Count == 0 ? "" : "?" + string.Join('&', parts)) + "#members";
    }

    /// <summary>By the place of the account; the whole list, sorted, with what it is narrowed to.</summary>
    public List<int> Places(CampaignSight sight)
    {
        var accounts = sight.Bonds.Accounts;
        IEnumerable<int> places = Bond is { } key ? sight.Bonds.Bonds.FirstOrDefault(bond => string.Equals(Graph.CampaignParts.KeyOf(bond), key, StringComparison.Ordinal))?.Accounts ?? [] : Enumerable.Range(0, accounts.Count);
        if (Part is { } part)
            places = places.Where(place => sight.Layout.PartOf[place] == part);
        var list = places.ToList();
        Comparison<CampaignJoin>? compare = Order switch
        {
            MemberOrder.Certainty => static (a, b) => a.Certainty.CompareTo(b.Certainty),
            MemberOrder.Exchanges => static (a, b) => a.Exchanges.CompareTo(b.Exchanges),
            MemberOrder.New => static (a, b) => a.NewTokens.CompareTo(b.NewTokens),
            MemberOrder.Verdict => static (a, b) => a.Verdict.CompareTo(b.Verdict),
            MemberOrder.Name => static (a, b) => string.CompareOrdinal(a.Account, b.Account),
            _ => null,
        };
        list.Sort((a, b) =>
        {
            var by = compare?.Invoke(accounts[a], accounts[b]) ?? 0;
            return (Down ? -1 : 1) * (by != 0 ? by : a.CompareTo(b));
        });
        return list;
    }

    /// <summary>The page to show: the one asked for, or the one with the account that is looked for.</summary>
    public int PageOf(List<int> places)
    {
        var pages = Math.Max(1, (places.Count + PerPage - 1) / PerPage);
        var found = Find is { } place ? places.IndexOf(place) : -1;
        return found >= 0 ? found / PerPage + 1 : Math.Min(Page, pages);
    }
}
