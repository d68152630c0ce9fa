using System.Globalization;
using Weir.Console.Shell;
using Weir.Detection;

namespace Weir.Console.Campaigns;

/// <summary>Which campaigns a list shows.</summary>
public enum CampaignsShown
{
    /// <summary>At watch or act.</summary>
    Open = 0,
    /// <summary>At act, with nothing decided about them, or with decisions that wait for a person.</summary>
    Undecided,
    /// <summary>Those too that take nothing of interest.</summary>
    All,
}

/// <summary>What the list is ordered by; first of all what is surest.</summary>
public enum CampaignsOrder { Evidence = 0, Accounts, Exchanges, New, Last }

/// <summary>What is asked of the list of campaigns, as it stands in the address.</summary>
public sealed record CampaignsQuery
{
    public const int PageSize = 50;

    public CampaignsShown Shown { get; init; }
    public CampaignsOrder Order { get; init; }
    public int Page { get; init; } = 1;

    public static CampaignsQuery Of(Visit visit) => new()
    {
        Shown = visit.Asked("all") is "1" ? CampaignsShown.All : visit.Asked("undecided") is "1" ? CampaignsShown.Undecided : CampaignsShown.Open,
        Order = Enum.TryParse<CampaignsOrder>(visit.Asked("order"), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : CampaignsOrder.Evidence,
        Page = int.TryParse(visit.Asked("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 10_000) : 1,
    };

    public string Address
    {
        get
        {
            var parts = new List<string>();
            if (Shown != CampaignsShown.Open)
                parts.Add(Shown == CampaignsShown.All ? "all=1" : "undecided=1");
            if (Order != CampaignsOrder.Evidence)
                parts.Add("order=" + Order.ToString().ToLowerInvariant());
            if (Page > 1)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={Page}"));
            return parts.Count == 0 ? "/campaigns" : "/campaigns?" + string.Join('&', parts);
        }
    }

    public bool Fits(CampaignRow row) => Shown switch
    {
        CampaignsShown.All => true,
        CampaignsShown.Undecided => row.IsUndecided,
        _ => row.Glance.Verdict != Verdict.Clear,
    };

    /// <summary>Where they are equal the order of detection stays: hardest verdict, most evidence.</summary>
    public IEnumerable<CampaignRow> Ordered(IEnumerable<CampaignRow> rows) => Order switch
    {
        CampaignsOrder.Accounts => rows.OrderByDescending(static row => row.Glance.Accounts),
        CampaignsOrder.Exchanges => rows.OrderByDescending(static row => row.Glance.Exchanges),
        CampaignsOrder.New => rows.OrderByDescending(static row => row.Glance.Exposure.NewTokens),
        CampaignsOrder.Last => rows.OrderByDescending(static row => row.Glance.LastAt),
        _ => rows,
    };
}
