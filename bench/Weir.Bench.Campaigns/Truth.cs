using Weir.Drill.Traffic;

namespace Weir.Bench.Campaigns;

/// <summary>What was true of one account, counted while its traffic streamed by.</summary>
public sealed class TrueAccount(Account account)
{
    public Account Account { get; } = account;
    public string Name => Account.Who.Account;
    public bool Honest => Account.Class.Label == Label.Benign;
    /// <summary>The campaign it belongs to; null where it belongs to none.</summary>
    public string? Campaign => Account.Class.IsCampaign ? Account.Group : null;
    public long Exchanges { get; set; }
    public DateTimeOffset First { get; set; }
}

/// <summary>What was true of all of them.</summary>
public sealed class Truth
{
    private readonly Dictionary<string, TrueAccount> _accounts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TrueAccount> Accounts => _accounts;

    /// <summary>When each campaign took something, in order.</summary>
    public Dictionary<string, List<DateTimeOffset>> Harvests { get; } = new(StringComparer.Ordinal);

    public long Exchanges { get; private set; }

    public void Count(Account by, DateTimeOffset time, bool harvest)
    {
        Exchanges++;
        if (!_accounts.TryGetValue(by.Who.Account, out var account))
            _accounts.Add(by.Who.Account, account = new TrueAccount(by) { First = time });
        account.Exchanges++;
        if (!harvest || account.Campaign is not { } campaign)
            return;
        if (!Harvests.TryGetValue(campaign, out var times))
            Harvests.Add(campaign, times = []);
        times.Add(time);
    }
}
