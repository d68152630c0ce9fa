using System.Globalization;
using Weir.Console.Shell;
using Weir.Detection;
using Weir.Detection.Accounts;
using Weir.Policy;

namespace Weir.Console.Accounts;

public enum AccountOrder { Evidence, Exposure, Exchanges, Last, Name }

/// <summary>What is asked of the list of accounts, as it stands in the address.</summary>
public sealed record AccountQuery
{
    public const int PageSize = 50;
    /// <summary>Pages beyond it are no list that anybody reads: a narrower question is.</summary>
    public const int MostPages = 200;

    public string? Text { get; init; }
    public Verdict? Verdict { get; init; }
    public Posture? Posture { get; init; }
    public string? Organization { get; init; }
    public string? Campaign { get; init; }
    public AccountOrder Order { get; init; }
    public int Page { get; init; } = 1;

    public bool IsAny => Text is null && Verdict is null && Posture is null && Organization is null && Campaign is null;

    public static AccountQuery Of(Visit visit) => new()
    {
        Text = visit.Asked("q")?.Trim() is { Length: > 0 and <= 512 } text ? text : null,
        Verdict = visit.Asked("verdict") switch { "act" => Detection.Verdict.Act, "watch" => Detection.Verdict.Watch, "clear" => Detection.Verdict.Clear, _ => null },
        Posture = Postures.TryParse(visit.Asked("posture"), out var posture) ? posture : null,
        Organization = visit.Asked("organization"),
        Campaign = visit.Asked("campaign"),
        Order = Enum.TryParse<AccountOrder>(visit.Asked("order"), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : AccountOrder.Evidence,
        Page = int.TryParse(visit.Asked("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MostPages) : 1,
    };

    /// <summary>The address of the same list, in another order or on another page.</summary>
    public string Address
    {
        get
        {
            var parts = new List<string>();
            void Add(string name, string? value)
            {
                if (value is not null)
                    parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }

            Add("q", Text);
            Add("verdict", Verdict?.Word());
            Add("posture", Posture?.Word());
            Add("organization", Organization);
            Add("campaign", Campaign);
            Add("order", Order == AccountOrder.Evidence ? null : Order.ToString().ToLowerInvariant());
            Add("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
            return parts.Count == 0 ? "/accounts" : "/accounts?" + string.Join('&', parts);
        }
    }

    public bool Fits(in AccountRow row) => FitsBesideName(row) && (Text is null || row.Account.Contains(Text, StringComparison.OrdinalIgnoreCase));

    public bool FitsBesideName(in AccountRow row) =>
        (Verdict is not { } verdict || row.Harder == verdict)
        && (Organization is null || string.Equals(row.Organization, Organization, StringComparison.Ordinal));

    /// <summary>Who stands first, names aside; by name where they are equal, so that pages do not overlap.</summary>
    public int CompareBesideName(in AccountRow a, in AccountRow b) => Order switch
    {
        AccountOrder.Exposure => b.NewTokens.CompareTo(a.NewTokens),
        AccountOrder.Exchanges => b.Exchanges.CompareTo(a.Exchanges),
        AccountOrder.Last => b.Last.CompareTo(a.Last),
        AccountOrder.Name => 0,
        _ => b.Harder != a.Harder ? b.Harder.CompareTo(a.Harder) : b.Verdict != a.Verdict ? b.Verdict.CompareTo(a.Verdict) : b.Evidence.CompareTo(a.Evidence),
    };

    public int Compare(in AccountRow a, in AccountRow b) => CompareBesideName(a, b) is not 0 and var first ? first : string.CompareOrdinal(a.Account, b.Account);
}
